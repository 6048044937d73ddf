/** What a companion's key may be used for. */
export const SCOPES = ['chat', 'images', 'speech', 'studio', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Of a key that was made without naming any. */
export const DEFAULT_SCOPES: readonly Scope[] = SCOPES.filter((scope) => scope !== 'admin');

/** What is counted of a key's use. */
export const LIMIT_UNITS = ['requests', 'tokens', 'pictures', 'speech-seconds'] as const;
export type LimitUnit = (typeof LIMIT_UNITS)[number];

export const LIMIT_PERIODS = ['minute', 'day'] as const;
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** How much a key may be used. */
export interface Limit {
  unit: LimitUnit;
  /** A whole number, from 1. */
  amount: number;
  per: LimitPeriod;
}

/** A limit that is set a second time, if there is one. */
export function findRepeatedLimit(limits: readonly Limit[]): Limit | undefined {
  const names = limits.map(({ unit, per }) => `${unit} ${per}`);
  return limits.find((_, at) => names.indexOf(names[at] ?? '') < at);
}
