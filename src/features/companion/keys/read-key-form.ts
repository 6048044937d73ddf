import {
  DEFAULT_SCOPES,
  LIMIT_UNITS,
  type LimitPeriod,
  type LimitUnit,
  type Scope,
} from '../../../engine/companion/access-key.ts';
import type { KeyWanted } from '../../../engine/companion/companion-admin.ts';

/** A key as it is being described; numbers as they were typed. */
export interface KeyForm {
  name: string;
  scopes: readonly Scope[];
  limits: Readonly<Record<LimitUnit, { amount: string; per: LimitPeriod }>>;
  days: string;
}

const NO_LIMIT = { amount: '', per: 'day' } as const;

export const EMPTY_FORM: KeyForm = {
  ...{ name: '', scopes: DEFAULT_SCOPES, days: '' },
  limits: {
    ...{ requests: NO_LIMIT, tokens: NO_LIMIT, pictures: NO_LIMIT },
    'speech-seconds': NO_LIMIT,
  },
};

/** As the companion takes them. */
const MOST_DAYS = 3650;
const MOST = 1e12;

/** The key that is wanted, or what is wrong with it in a sentence. */
export function readKeyForm({ name, scopes, limits, days }: KeyForm): {
  wanted?: KeyWanted;
  error?: string;
} {
  if (name.trim() === '') return { error: 'Give it a name.' };
  if (scopes.length === 0) return { error: 'Choose what it may be used for.' };
  const set = LIMIT_UNITS.filter((unit) => limits[unit].amount.trim() !== '');
  const read = set.map((unit) => ({
    ...{ unit, per: limits[unit].per },
    amount: Number(limits[unit].amount),
  }));
  if (read.some(({ amount }) => !Number.isInteger(amount) || amount < 1 || amount > MOST))
    return { error: 'A limit must be a whole number from 1.' };
  const expiresInDays = Number(days);
  const isForEver = days.trim() === '';
  if (!isForEver && !(expiresInDays > 0 && expiresInDays <= MOST_DAYS))
    return { error: `The days must be a number above 0, and at most ${MOST_DAYS}.` };
  return {
    wanted: {
      ...{ name: name.trim(), scopes: [...scopes], limits: read },
      ...(!isForEver && { expiresInDays }),
    },
  };
}
