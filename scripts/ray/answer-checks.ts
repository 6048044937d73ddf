import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { APIUserAbortError, BadRequestError, NotFoundError } from 'openai';
import { MODEL, readOnlyReplica, STORY, waitForReplicas, type Stage } from './stage.ts';

/** Far more than is written before a client leaves. */
const MANY_TOKENS = 1500;
/** Replicas say every half second what they do. */
const REST_MS = 1500;
const FRANCE = [{ role: 'user', content: 'Name the capital of France.' } as const];

export async function listModel({ gateway, signal }: Stage): Promise<string> {
  const { data } = await gateway.models.list({ signal });
  const found = data.find(({ id }) => id === MODEL);
  assert.equal((found as { home?: string } | undefined)?.home, 'ray');
  return `the companion lists ${MODEL}`;
}

export async function answer({ gateway, direct, signal }: Stage): Promise<string> {
  const question = { model: MODEL, messages: FRANCE, max_tokens: 24, temperature: 0 };
  const { choices, usage } = await gateway.chat.completions.create(question, { signal });
  const text = choices[0]?.message.content ?? '';
  assert.match(text, /Paris/);
  assert.ok((usage?.completion_tokens ?? 0) > 0, 'its tokens are not counted');
  const same = await direct.chat.completions.create(question, { signal });
  assert.equal(same.choices[0]?.message.content, text);
  return `the same answer as from Ray Serve itself: ${JSON.stringify(text)}`;
}

export async function stream({ gateway, signal }: Stage): Promise<string> {
  const pieces: string[] = [];
  let tokens = 0;
  const chunks = await gateway.chat.completions.create(
    { ...question(64), stream: true, stream_options: { include_usage: true } },
    { signal },
  );
  for await (const { choices, usage } of chunks) {
    const piece = choices[0]?.delta.content;
    if (piece) pieces.push(piece);
    tokens = usage?.completion_tokens ?? tokens;
  }
  assert.ok(pieces.length > tokens / 2, `${tokens} tokens came in ${pieces.length} pieces`);
  return `${pieces.length} pieces of ${tokens} tokens`;
}

export async function refuse({ gateway, direct, signal }: Stage): Promise<string> {
  const ask = (client: typeof direct, model: string, content: string) =>
    client.chat.completions.create(
      { model, messages: [{ role: 'user', content }], max_tokens: 4 },
      { signal },
    );
  await assert.rejects(ask(direct, 'another', 'Hello'), NotFoundError);
  await assert.rejects(ask(gateway, MODEL, 'a '.repeat(9000)), (thrown) => {
    assert.ok(thrown instanceof BadRequestError);
    assert.match(thrown.message, /context/);
    return true;
  });
  return "a model that is not there, and too long a question, in OpenAI's words";
}

/** A client leaves a stream: the replica stops. */
export async function leaveStream(stage: Stage): Promise<string> {
  const { gateway, signal } = stage;
  const before = await readOnlyReplica(stage);
  const chunks = await gateway.chat.completions.create(
    { ...question(MANY_TOKENS), stream: true },
    { signal },
  );
  let read = 0;
  for await (const { choices } of chunks) {
    read += choices[0]?.delta.content ? 1 : 0;
    if (read === 20) break;
  }
  const steps = (await waitForStop(stage)) - before.steps;
  assert.ok(steps < MANY_TOKENS / 4, `${steps} steps were computed`);
  return `the replica computed ${steps} steps, of which the client had read ${read} tokens`;
}

/** A client leaves while it waits for a whole answer: the replica stops too. */
export async function leaveAnswer(stage: Stage): Promise<string> {
  const { gateway, signal } = stage;
  const before = await readOnlyReplica(stage);
  const leaving = new AbortController();
  const asked = gateway.chat.completions.create(question(MANY_TOKENS), {
    signal: AbortSignal.any([signal, leaving.signal]),
  });
  const [, left] = await Promise.all([
    waitForReplicas(stage, 'A replica writes', ([only]) => only?.running === 1).finally(() =>
      leaving.abort(),
    ),
    asked.catch((thrown: unknown) => thrown),
  ]);
  assert.ok(left instanceof APIUserAbortError, `it was not left: ${String(left)}`);
  const steps = (await waitForStop(stage)) - before.steps;
  assert.ok(steps < MANY_TOKENS / 2, `${steps} steps were computed`);
  return `the replica computed ${steps} of ${MANY_TOKENS} steps`;
}

const question = (maxTokens: number) => ({
  ...{ model: MODEL, messages: STORY, max_tokens: maxTokens },
  ...{ temperature: 0, seed: 1 },
});

/** Resolves with the steps that the replica has computed once it computes no more. */
async function waitForStop(stage: Stage): Promise<number> {
  const [only] = await waitForReplicas(stage, 'It stops', ([each]) => each?.running === 0);
  await sleep(REST_MS, undefined, { signal: stage.signal });
  const { steps } = await readOnlyReplica(stage);
  assert.equal(steps, only?.steps);
  return steps;
}
