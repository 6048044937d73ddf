import { Hono } from 'hono';
import { cors } from 'hono/cors';

type Answer = (request: Request) => Response | Promise<Response>;

/** What pages may read of an answer besides its body. */
const EXPOSED = ['Retry-After', 'X-Request-Id', 'X-Triptych-Node', 'X-Warnings'];
const PREFLIGHT_SECONDS = 600;

/** Lets pages of these other origins ask and read (CORS). Their browsers ask first, without a key. */
export function allowPages(answer: Answer, origins: readonly string[]): Answer {
  const app = new Hono();
  app.use(
    cors({
      origin: [...origins],
      allowMethods: ['GET', 'POST'],
      exposeHeaders: EXPOSED,
      maxAge: PREFLIGHT_SECONDS,
    }),
  );
  app.all('*', ({ req }) => answer(req.raw));
  return (request) =>
    origins.includes(request.headers.get('origin') ?? '') ? app.fetch(request) : answer(request);
}
