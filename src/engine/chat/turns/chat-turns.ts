import { EngineError } from '../../errors.ts';
import type { ChatMessage } from '../chat-engine.ts';
import { joinTexts, joinTurns } from './join-turns.ts';
import { writeTurnAsText } from './tool-calls.ts';

/** Moves the system message's text in front of the first question. */
export function moveSystemIntoQuestion(messages: readonly ChatMessage[]): ChatMessage[] {
  const [system, ...turns] = messages;
  if (system?.role !== 'system') return [...messages];
  const at = turns.findIndex(({ role }) => role === 'user');
  if (at !== 0) return [{ role: 'user', content: system.content }, ...turns];
  return turns.map((turn, index) =>
    index === at ? { ...turn, content: joinTexts(system.content, turn.content) } : turn,
  );
}

const writeTools = (messages: readonly ChatMessage[]) => messages.map(writeTurnAsText);
const beginWithQuestion = (messages: readonly ChatMessage[]): ChatMessage[] =>
  messages[0]?.role === 'assistant' ? [{ role: 'user', content: '' }, ...messages] : [...messages];

type Rewrite = (messages: readonly ChatMessage[]) => readonly ChatMessage[];

/** From what says it best to what every template takes. */
const REWRITES: readonly Rewrite[] = [
  (messages) => messages,
  joinTurns,
  (messages) => joinTurns(moveSystemIntoQuestion(messages)),
  (messages) => joinTurns(writeTools(messages)),
  (messages) =>
    beginWithQuestion(joinTurns(moveSystemIntoQuestion(joinTurns(writeTools(messages))))),
];

/**
 * Applies a chat template to a conversation, rewritten if the template refuses or ignores parts of
 * it: some have no system message, no tools, or need alternating turns. Throws `limit_exceeded`, and
 * `not_supported` if it refuses every form, with what it said of the original conversation.
 */
export function applyToTurns(
  apply: (messages: readonly ChatMessage[]) => string,
  messages: readonly ChatMessage[],
): string {
  let refusal: { thrown: unknown } | undefined;
  let second: string | undefined;
  for (const rewrite of REWRITES) {
    try {
      const text = apply(rewrite(messages));
      if (saysAll(text, messages)) return text;
      second ??= text;
    } catch (thrown) {
      // What does not end in one form hardly does in another.
      if (EngineError.from(thrown).code === 'limit_exceeded') throw thrown;
      refusal ??= { thrown };
    }
  }
  if (second === undefined) throw describeRefusal(refusal?.thrown);
  return second;
}

function describeRefusal(cause: unknown): EngineError {
  return new EngineError(
    'not_supported',
    `The model's chat template does not accept this conversation: ${EngineError.from(cause).message}`,
    { cause },
  );
}

/** Whether no system message or result was silently dropped. Results may appear as JSON strings. */
function saysAll(text: string, messages: readonly ChatMessage[]): boolean {
  return messages
    .filter(({ role }) => role === 'system' || role === 'tool')
    .every(({ content }) => {
      const said = content.toWellFormed().trim();
      return text.includes(said) || text.includes(JSON.stringify(said).slice(1, -1));
    });
}
