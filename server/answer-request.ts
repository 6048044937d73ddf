import type { ApiApp } from '../src/api/http/add-route.ts';
import { ApiError } from '../src/api/http/api-error.ts';
import { describeFailure, dialectOf } from '../src/api/http/describe-error.ts';
import { allowPages } from './allow-pages.ts';
import { checkOrigin, type Doors } from './check-origin.ts';
import { checkKey } from './keys/check-key.ts';
import type { KeyRing } from './keys/keys.ts';

type Answer = (request: Request) => Response | Promise<Response>;

/** Who answers, all on one origin. */
export interface RequestParts extends Doors {
  api: ApiApp;
  studio: { fetch: Answer };
  /** Whether the server is about to end, and for how long it may still take. */
  isDraining(): boolean;
  drainSeconds: number;
  /** Whose keys may use the API. Absent: it needs none. */
  keys?: KeyRing;
}

/**
 * The API where it has a route, else the studio, whose build also has what `/docs` loads. `/` is the
 * studio for whoever reads HTML, and for programs what the API says of itself.
 */
export function createAnswer({
  api,
  studio,
  names,
  origins,
  isDraining,
  drainSeconds,
  keys,
}: RequestParts): Answer {
  const roots = new Set(listRoots(api));
  const isForApi = (request: Request, path: string) =>
    path === '/' ? !readsHtml(request) : roots.has(rootOf(path)) && !path.startsWith('/docs/');
  const answer = async (request: Request) => {
    const path = new URL(request.url).pathname;
    try {
      checkOrigin(request, { names, origins });
      if (isDraining())
        throw new ApiError('shutting_down', 'This server is about to end. Try again in a moment.', {
          retryAfterSeconds: drainSeconds,
        });
      const isAsked = isForApi(request, path);
      if (isAsked && keys && !isOpenToAll(path)) checkKey(request, keys);
      return await (isAsked ? api : studio).fetch(request);
    } catch (thrown) {
      const { status, headers, body } = describeFailure(thrown, dialectOf(path));
      return Response.json(body, {
        status,
        headers: { ...headers, ...tellPage(thrown), Connection: 'close' },
      });
    }
  };
  return allowPages(answer, origins);
}

/** A page that is not let in may read that it is not, and what would let it in. */
function tellPage(thrown: unknown): Record<string, string> {
  const isRefused = thrown instanceof ApiError && thrown.code === 'host_not_allowed';
  return isRefused ? { 'Access-Control-Allow-Origin': '*' } : {};
}

/** What says nothing of anyone's work: whether it lives, and how it is asked. */
function isOpenToAll(path: string): boolean {
  return ['/', '/health', '/docs', '/openapi.json'].includes(path);
}

/** First words of the API's paths: all below them is the API's, also what does not exist. */
function listRoots({ openAPIRegistry }: ApiApp): string[] {
  const paths = openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' ? [definition.route.path] : [],
  );
  return ['v1', ...paths.map(rootOf)].filter(Boolean);
}

function rootOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function readsHtml({ headers }: Request): boolean {
  return headers.get('accept')?.includes('text/html') ?? false;
}
