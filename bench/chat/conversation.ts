import { readFile } from 'node:fs/promises';
import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import type { ChatRunner } from './chat-runner.ts';

const QUESTIONS = [
  'How far is the lamp seen on a clear night?',
  'When is the red lamp lit?',
  'How often is the wick trimmed?',
  'What do three flashes mean?',
  'Who keeps the tally?',
];
const ANSWER_TOKENS = 16;

export interface Conversation {
  /** What each turn waited for its first token. */
  firstTokenMs: number[];
  /** What was asked in a turn, counted from 1, including everything before it. */
  messagesOf(turn: number): ChatMessage[];
}

/** Five questions about a long text, each asked together with the side's own answers so far. */
export async function holdConversation(ask: ChatRunner['ask']): Promise<Conversation> {
  const text = await readFile(new URL('long-text.txt', import.meta.url), 'utf8');
  const messages: ChatMessage[] = [
    { role: 'system', content: `Answer briefly, from this text.\n\n${text}` },
  ];
  const firstTokenMs: number[] = [];
  for (const question of QUESTIONS) {
    messages.push({ role: 'user', content: question });
    const answer = await ask(messages, ANSWER_TOKENS);
    messages.push({ role: 'assistant', content: answer.text });
    firstTokenMs.push(answer.firstTokenMs);
  }
  return { firstTokenMs, messagesOf: (turn) => messages.slice(0, 2 * turn) };
}
