import { isForPeople } from './api-paths.ts';

const MESSAGE =
  'No page of Triptych is open in this browser, and its models run in one: open it, then ask again.';

/** The answer where there is no page to give one, in the form of the route's other errors. */
export function answerWithoutPage(path: string): Response {
  if (isForPeople(path)) return new Response(MESSAGE, { status: 503 });
  const code = 'no_page';
  const body = path.startsWith('v1/')
    ? { error: { message: MESSAGE, type: 'server_error', param: null, code } }
    : { error: MESSAGE, code: code.toUpperCase(), details: {} };
  return Response.json(body, {
    status: 503,
    headers: { 'x-request-id': crypto.randomUUID(), 'retry-after': '2' },
  });
}
