import { z } from 'zod';

/** What is counted of a key's use. */
export const LIMIT_UNITS = ['requests', 'tokens', 'pictures', 'speech-seconds'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

/** Each begins with the first use, and again with the first use after it has passed. */
export const PERIOD_SECONDS = { minute: 60, day: 86_400 } as const;
export type LimitPeriod = keyof typeof PERIOD_SECONDS;

export const limitSchema = z.object({
  unit: z.enum(LIMIT_UNITS),
  amount: z.int().min(1).max(1e12),
  per: z.enum(['minute', 'day']),
});
/** How much a key may be used. */
export type Limit = z.output<typeof limitSchema>;

/** Amounts by what is counted. */
export type Use = Partial<Record<LimitUnit, number>>;

/** Reads `tokens=100000/day`, several with `,` between them. Throws an Error of one sentence. */
export function parseLimits(texts: readonly string[]): Limit[] {
  const limits = texts.flatMap((text) => text.split(',')).map(parseLimit);
  const names = limits.map(({ unit, per }) => `${unit} a ${per}`);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated) throw new Error(`The limit of ${repeated} occurs twice.`);
  return limits;
}

function parseLimit(text: string): Limit {
  const [, unit, amount, per] = /^\s*([\w-]+)=(\d+)\/(\w+)\s*$/.exec(text) ?? [];
  const { success, data } = limitSchema.safeParse({ unit, amount: Number(amount), per });
  if (success) return data;
  throw new Error(
    `"${text}" is not a limit. Write it as tokens=100000/day: ${LIMIT_UNITS.join(', ')}, a minute or a day.`,
  );
}

/** As it is written. */
export function describeLimit({ unit, amount, per }: Limit): string {
  return `${unit}=${amount}/${per}`;
}
