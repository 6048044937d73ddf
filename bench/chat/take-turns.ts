import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import type { Answer, ChatRunner } from './chat-runner.ts';
import { holdConversation } from './conversation.ts';

export const ROUNDS = 3;
export const MAX_TOKENS = 24;

/** What a side did, round by round. */
export interface Measured {
  runner: ChatRunner;
  loadMs: number[];
  /** From the beginning of a load to the first token of the first answer. */
  firstWordMs: number[];
  answers: Answer[];
  /** Of each conversation, what every turn waited for its first token. */
  turnsMs: number[][];
  /** The wait of the second turn when nothing of the first is kept; only of the first side. */
  readingAnewMs: number[];
}

/** The first words differ, so that neither side answers from memory of the previous round. */
const promptOf = (round: number): ChatMessage[] => [
  {
    role: 'system',
    content: `${['One', 'Two', 'Three', 'Four'][round]}: you are a helpful assistant.`,
  },
  {
    role: 'user',
    content: 'Why is the sky blue, and why is it red in the evening? Answer in a few sentences.',
  },
];
const OTHER_PROMPT = promptOf(ROUNDS);

/**
 * Lets the sides answer one after the other, each from a model that was just loaded and has said
 * two words.
 */
export async function takeTurns(
  runners: readonly ChatRunner[],
  { converses }: { converses: boolean },
): Promise<Measured[]> {
  const sides = runners.map((runner): Measured => {
    return { runner, loadMs: [], firstWordMs: [], answers: [], turnsMs: [], readingAnewMs: [] };
  });
  // The first load of each fills its cache.
  for (const { runner } of sides) await runner.load();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, side] of sides.entries()) {
      const loadMs = await side.runner.load();
      const { firstTokenMs } = await side.runner.ask(OTHER_PROMPT, 2);
      side.loadMs.push(loadMs);
      side.firstWordMs.push(loadMs + firstTokenMs);
      side.answers.push(await side.runner.ask(promptOf(round), MAX_TOKENS));
      if (converses) await converse(side, index === 0);
      report(round, side);
    }
  }
  return sides;
}

async function converse(
  { runner, turnsMs, readingAnewMs }: Measured,
  readsAnew: boolean,
): Promise<void> {
  const { firstTokenMs, messagesOf } = await holdConversation(runner.ask);
  turnsMs.push(firstTokenMs);
  if (!readsAnew) return;
  // Another conversation takes the place of this one.
  await runner.ask(OTHER_PROMPT, 1);
  readingAnewMs.push((await runner.ask(messagesOf(2), 1)).firstTokenMs);
}

function report(round: number, { runner, answers, turnsMs }: Measured): void {
  const speed = answers.at(-1)?.tokensPerSecond.toFixed(1);
  const turns = turnsMs.at(-1)?.map((ms) => `${Math.round(ms)} ms`) ?? [];
  process.stderr.write(
    `round ${round + 1}: ${runner.name}, ${[`${speed} tokens/s`, ...turns].join(', ')}\n`,
  );
}
