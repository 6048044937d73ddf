import { describeFailure, type Dialect } from './describe-error.ts';
import type { RequestTrace } from './request-trace.ts';
import { streamBody } from './stream-body.ts';

/** Work with one result, which yields whenever it has come further. The signal ends it. */
export type Work = (signal: AbortSignal) => AsyncGenerator<undefined, object>;

interface OnceOptions {
  request: Request;
  trace: RequestTrace;
  dialect: Dialect;
  /** As in `ApiOptions`. */
  beginsEarly: boolean;
  /** The answer of a result. */
  write(result: object): object;
}

const encoder = new TextEncoder();

/**
 * Answers in JSON with what work returns. If it is to begin early, the answer begins when the work
 * has first come further, with spaces, which mean nothing in JSON; what fails later breaks it off.
 */
export async function answerOnce(
  work: Work,
  { request, trace, dialect, beginsEarly, write }: OnceOptions,
): Promise<Response> {
  if (!beginsEarly) return Response.json(write(await finish(work(request.signal))));
  const body = await streamBody(
    {
      begin: (signal) => writePieces(work(signal), write),
      encode: (text) => encoder.encode(text),
      encodeFailure(thrown) {
        const { code, message } = describeFailure(thrown, dialect);
        trace.fail(code, message);
        return undefined;
      },
      onEnd: trace.end,
    },
    request,
  );
  trace.keepOpen();
  return new Response(body, { headers: { 'Content-Type': 'application/json' } });
}

async function finish(steps: ReturnType<Work>): Promise<object> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

/** Often enough to hear soon that nobody waits any more. */
const SPACE_EVERY_MS = 250;

async function* writePieces(
  steps: ReturnType<Work>,
  write: OnceOptions['write'],
): AsyncGenerator<string> {
  let spaceAt = -Infinity;
  try {
    for (;;) {
      const { done, value } = await steps.next();
      if (done) return yield JSON.stringify(write(value));
      if (performance.now() - spaceAt < SPACE_EVERY_MS) continue;
      spaceAt = performance.now();
      yield ' ';
    }
  } finally {
    await steps.return({});
  }
}
