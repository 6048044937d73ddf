import { throwIfAborted, EngineError } from '../../src/engine/errors.ts';
import { describeFailure } from '../../src/api/http/describe-error.ts';
import { sendRequest, type UpstreamAnswer } from '../upstreams/send-request.ts';
import type { Route } from './find-route.ts';
import type { GatewayNode, Outcome } from './gateway-node.ts';
import { renameModel, type RoutedBody } from './read-needs.ts';
import { createUsageTap, type UsageTap } from './usage-tap.ts';

/** A request on its way to other servers. */
export interface PassedRequest {
  path: string;
  /** The model's name in the body, if there is one. */
  model: string | undefined;
  body: RoutedBody;
  headers: Readonly<Record<string, string>>;
  /** That nothing may arrive. */
  idleMs: number;
  /** Told how many tokens the answer says it has. */
  onEnd(tokens: ReturnType<UsageTap['count']>): void;
}

/**
 * Asks one node after the other until one answers. Another one is asked only while nothing was sent
 * to the client: before the first byte of an answer, whatever its status. A last refusal is passed
 * on as it is. Throws `network_unreachable` if nobody answers, and `aborted`.
 */
export async function passOn(
  request: PassedRequest,
  routes: readonly Route[],
  signal: AbortSignal,
): Promise<Response> {
  let refusal: AnsweredBy | undefined;
  for (const route of routes) {
    throwIfAborted(signal);
    if (route.node.isTripped) continue;
    const answered = await askNode(request, route, signal);
    if (!answered) continue;
    refusal?.leave();
    if (!isWorthAnother(answered.answer.status)) return writeAnswer(answered, request, signal);
    refusal = answered;
  }
  throwIfAborted(signal);
  if (refusal) return writeAnswer(refusal, request, signal);
  const names = routes.map(({ node }) => node.address.name).join(', ');
  throw new EngineError(
    'network_unreachable',
    `Nobody who has this model answers (${names}). Try again in a moment.`,
    { details: { retryAfterSeconds: 2 } },
  );
}

/** Another node may be less busy, or not broken. 501 says that no such server can do it. */
function isWorthAnother(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501);
}

/** An answer whose first bytes are here. */
interface AnsweredBy {
  node: GatewayNode;
  answer: UpstreamAnswer;
  pieces: AsyncIterator<Uint8Array>;
  first: IteratorResult<Uint8Array>;
  /** Notes how it went; once. */
  settle(outcome: Outcome, why?: string): void;
  leave(): void;
}

async function askNode(
  { path, model, body, headers, idleMs }: PassedRequest,
  { node, model: nameThere }: Route,
  signal: AbortSignal,
): Promise<AnsweredBy | undefined> {
  const settle = node.begin();
  try {
    const sent = nameThere === model ? body : await renameModel(body, nameThere);
    const answer = await sendRequest(
      node.address,
      {
        method: 'POST',
        path,
        headers: { ...headers, 'content-type': sent.type },
        body: sent.bytes,
        idleMs,
        model: nameThere,
      },
      signal,
    );
    const pieces = answer.body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const first = await pieces.next();
    const leave = () => {
      settle('left');
      answer.body.destroy();
    };
    if (answer.status < 500) return { node, answer, pieces, first, settle, leave };
    settle('failed', `It answered ${path} with ${answer.status}.`);
    return { node, answer, pieces, first, settle: () => {}, leave: () => answer.body.destroy() };
  } catch (thrown) {
    settle(signal.aborted ? 'left' : 'failed', EngineError.from(thrown).message);
    return undefined;
  }
}

/** Headers that mean something to a client; the rest is between two servers. */
const PASSED_HEADERS = [
  'content-type',
  'content-disposition',
  'retry-after',
  'x-warnings',
  'openai-processing-ms',
];

/** What keeps a proxy in front of this server from waiting for the end. */
const EVENT_HEADERS = [
  ['cache-control', 'no-cache, no-transform'],
  ['x-accel-buffering', 'no'],
] as const;

function writeAnswer(
  { node, answer, pieces, first, settle }: AnsweredBy,
  { onEnd }: PassedRequest,
  signal: AbortSignal,
): Response {
  const headers = new Headers({ 'x-triptych-node': node.address.name });
  for (const name of PASSED_HEADERS) {
    const value = answer.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const isEvents = headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (isEvents) for (const [name, value] of EVENT_HEADERS) headers.set(name, value);
  let next: IteratorResult<Uint8Array> | undefined = first;
  const tap = createUsageTap(isEvents);
  let hasEnded = false;
  const end = (outcome: Outcome) => {
    if (hasEnded) return;
    hasEnded = true;
    settle(outcome, 'It broke off in the middle of an answer.');
    onEnd(tap.count());
  };
  signal.addEventListener('abort', () => end('left'), { once: true });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const taken = next ?? (await pieces.next());
          next = undefined;
          if (!taken.done) {
            tap.read(taken.value);
            return controller.enqueue(taken.value);
          }
          end('answered');
          controller.close();
        } catch (thrown) {
          end(signal.aborted ? 'left' : 'failed');
          if (!isEvents || signal.aborted) return controller.error(thrown);
          controller.enqueue(writeBreak(node));
          controller.close();
        }
      },
      cancel() {
        end('left');
        answer.body.destroy();
      },
    },
    // A piece is taken from the node only once the client wants one.
    { highWaterMark: 0 },
  );
  return new Response(body, { status: answer.status, headers });
}

/** How a stream of events tells of a failure in the middle. */
function writeBreak({ address: { name } }: GatewayNode): Uint8Array {
  const error = new EngineError('network_unreachable', `${name} broke off in the middle.`);
  const { body } = describeFailure(error, 'openai');
  return new TextEncoder().encode(`\n\ndata: ${JSON.stringify(body)}\n\n`);
}
