import type { ChatEngine, ChatRequest } from '../../src/engine/chat/chat-engine.ts';
import { startAnswerTime, type AnswerTime } from './answer-side.ts';

const never = new AbortController().signal;

/** An answer of an engine in this process. */
export async function askEngine(
  engine: Pick<ChatEngine, 'generate'>,
  request: ChatRequest,
): Promise<AnswerTime> {
  const time = startAnswerTime();
  let tokens = 0;
  for await (const event of engine.generate(request, never)) {
    if (event.type === 'text-delta') time.tick();
    if (event.type === 'finish') tokens = event.usage.completionTokens;
  }
  return time.end(tokens);
}
