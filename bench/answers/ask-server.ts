import { readEvents } from '../../src/api-client/read-events.ts';
import type { ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { startAnswerTime, type AnswerTime } from './answer-side.ts';

/** What the bench asks for. */
export type Question = Pick<ChatRequest, 'model' | 'messages' | 'maxTokens' | 'temperature'>;

interface Chunk {
  choices: { delta: { content?: string } }[];
  usage?: { completion_tokens: number } | null;
  error?: { message: string };
}

/**
 * An answer over HTTP, streamed as OpenAI's clients ask for it. `onToken` is told of each. Throws
 * whatever goes wrong.
 */
export async function askServer(
  url: string,
  question: Question,
  onToken: () => void = () => undefined,
): Promise<AnswerTime> {
  const time = startAnswerTime();
  const response = await post(url, question, true);
  let tokens = 0;
  let last = '';
  for await (const { data } of readEvents(response.body as ReadableStream<Uint8Array>)) {
    last = data;
    if (data === '[DONE]') break;
    const { choices, usage, error } = JSON.parse(data) as Chunk;
    if (error) throw new Error(error.message);
    if (choices[0]?.delta.content) {
      time.tick();
      onToken();
    }
    tokens = usage?.completion_tokens ?? tokens;
  }
  if (last !== '[DONE]') throw new Error(`${url} broke off in the middle of an answer.`);
  return time.end(tokens);
}

/** How long a whole answer takes that is not streamed. */
export async function timeShortAnswer(url: string, question: Question): Promise<number> {
  const begin = performance.now();
  await (await post(url, question, false)).json();
  return performance.now() - begin;
}

async function post(
  url: string,
  { model, messages, maxTokens, temperature }: Question,
  stream: boolean,
): Promise<Response> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ model, messages, stream, max_tokens: maxTokens, temperature },
      ...(stream && { stream_options: { include_usage: true } }),
    }),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response;
}
