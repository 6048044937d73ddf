import { limitSchema } from '../../src/api/admin/key-schema.ts';
import {
  findRepeatedLimit,
  LIMIT_UNITS,
  type Limit,
  type LimitPeriod,
  type LimitUnit,
} from '../../src/engine/companion/access-key.ts';

/** Each begins with the first use, and again with the first use after it has passed. */
export const PERIOD_SECONDS: Readonly<Record<LimitPeriod, number>> = { minute: 60, day: 86_400 };

/** Amounts by what is counted. */
export type Use = Partial<Record<LimitUnit, number>>;

/** Reads `tokens=100000/day`, several with `,` between them. Throws an Error of one sentence. */
export function parseLimits(texts: readonly string[]): Limit[] {
  const limits = texts.flatMap((text) => text.split(',')).map(parseLimit);
  const repeated = findRepeatedLimit(limits);
  if (repeated) throw new Error(`The limit of ${repeated.unit} a ${repeated.per} occurs twice.`);
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
