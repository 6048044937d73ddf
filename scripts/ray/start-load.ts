import { MODEL, STORY, type Stage } from './stage.ts';

/** Chats that go on until they are ended. */
export interface Load {
  /** How many were begun. */
  readonly begun: number;
  /** Which of them came to their end, by when they were begun. */
  readonly answered: readonly number[];
  /** Which did not, and why. */
  readonly broken: readonly { number: number; why: string }[];
  /** Begins no more, and resolves when those that run have ended. */
  end(): Promise<void>;
}

const TOKENS = 96;

/** Keeps `atOnce` chats going through the companion, and begins no more than `most` in all. */
export function startLoad({ gateway, signal }: Stage, atOnce: number, most: number): Load {
  let begun = 0;
  let hasEnded = false;
  const answered: number[] = [];
  const broken: { number: number; why: string }[] = [];
  const chat = async () => {
    const chunks = await gateway.chat.completions.create(
      { model: MODEL, messages: STORY, max_tokens: TOKENS, stream: true },
      { signal },
    );
    let reason: string | null | undefined;
    for await (const { choices } of chunks) reason = choices[0]?.finish_reason ?? reason;
    if (!reason) throw new Error('It ended without a reason.');
  };
  const keepAsking = async () => {
    while (!hasEnded && begun < most && !signal.aborted) {
      const number = begun++;
      await chat().then(
        () => answered.push(number),
        (thrown: unknown) => broken.push({ number, why: String(thrown) }),
      );
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, keepAsking));
  return {
    get begun() {
      return begun;
    },
    answered,
    broken,
    async end() {
      hasEnded = true;
      await all;
    },
  };
}
