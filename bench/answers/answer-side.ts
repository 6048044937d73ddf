import { medianOf } from '../bench.ts';

/** How long an answer took. */
export interface AnswerTime {
  /** From the question to the first token. */
  firstMs: number;
  /** From one token to the next, on average. */
  perTokenMs: number;
}

/** One way to the same engine. */
export interface AnswerSide {
  /** Writes an answer. `round` makes the question another one, so that nobody answers from memory. */
  ask(round: number): Promise<AnswerTime>;
}

/** Takes the time of one answer, from now on. */
export function startAnswerTime() {
  const begin = performance.now();
  let firstAt: number | undefined;
  let lastAt = begin;
  return {
    /** Something of the answer has come. */
    tick(): void {
      lastAt = performance.now();
      firstAt ??= lastAt;
    },
    /** `tokens`: how many the answer had. Throws if that is fewer than two. */
    end(tokens: number): AnswerTime {
      if (firstAt === undefined || tokens < 2)
        throw new Error(`An answer had ${tokens} tokens, too few to take its time.`);
      return { firstMs: firstAt - begin, perTokenMs: (lastAt - firstAt) / (tokens - 1) };
    },
  };
}

/** Lets the sides answer one after the other; medians of all rounds but the first, which warms up. */
export async function takeTurns<Name extends string>(
  sides: Readonly<Record<Name, AnswerSide>>,
  rounds: number,
): Promise<Record<Name, AnswerTime>> {
  const names = Object.keys(sides) as Name[];
  const times = new Map(names.map((name): [Name, AnswerTime[]] => [name, []]));
  for (let round = 0; round <= rounds; round++)
    for (const name of names) {
      const time = await sides[name].ask(round);
      if (round > 0) times.get(name)?.push(time);
    }
  const read = (name: Name): AnswerTime => {
    const all = times.get(name) ?? [];
    return {
      firstMs: medianOf(all.map(({ firstMs }) => firstMs)),
      perTokenMs: medianOf(all.map(({ perTokenMs }) => perTokenMs)),
    };
  };
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, AnswerTime>;
}
