import type * as z from 'zod/mini';

/** What people make, one by one, and the settings: all of them, or one. */
export type DamageKind =
  | 'conversation'
  | 'message'
  | 'picture'
  | 'reading'
  | 'piece'
  | 'collection'
  | 'project'
  | 'preset'
  | 'recipe'
  | 'settings'
  | 'setting';

/** Something that is not stored as it should be. */
export interface Damage {
  kind: DamageKind;
  /** Its id, as far as it has one. */
  key: string;
  /** `left-out`: it cannot be read and is not shown. `repaired`: what can be read of it is. */
  outcome: 'left-out' | 'repaired';
  /** As it was found. */
  stored: unknown;
}

/** Told of the same as often as it is read. */
export type ReportDamage = (damages: readonly Damage[]) => void;

/** Where nobody is told. */
export const passOver: ReportDamage = () => undefined;

/**
 * A reader of rows that drops what it cannot read, and reports that and whatever had to be replaced
 * in the others. Rows that are not there are passed over.
 */
export function createRowParser<Schema extends z.ZodMiniType>(
  kind: DamageKind,
  schema: Schema,
  report: ReportDamage,
): (rows: readonly unknown[]) => z.output<Schema>[] {
  return (rows) => {
    const damages: Damage[] = [];
    const read = rows.flatMap((stored) => {
      if (stored === undefined) return [];
      const { success, data } = schema.safeParse(stored);
      const damage = { kind, key: findKey(stored), stored };
      if (!success) damages.push({ ...damage, outcome: 'left-out' });
      else if (isRecord(data) && listRepaired(stored, data).length > 0)
        damages.push({ ...damage, outcome: 'repaired' });
      return success ? [data] : [];
    });
    if (damages.length > 0) report(damages);
    return read;
  };
}

function findKey(stored: unknown): string {
  const id = typeof stored === 'object' && stored !== null && 'id' in stored ? stored.id : '';
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}

/** Names of the properties where a default stands for something else that was stored. */
export function listRepaired(stored: unknown, read: object): string[] {
  if (!isRecord(stored)) return [];
  const names = Object.entries(read).filter(([name, value]) => isReplaced(stored[name], value));
  return names.map(([name]) => name);
}

function isReplaced(stored: unknown, value: unknown): boolean {
  if (stored === undefined) return false;
  if (!isRecord(value)) return !Object.is(stored, value);
  return !isRecord(stored) || (isEmpty(value) && !isEmpty(stored));
}

/** Lists, too. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isEmpty = (value: object) => Object.keys(value).length === 0;

/**
 * A list that is kept as one value: what can be read of it, and the rest, which whoever writes the
 * list must write again, so that it is not lost.
 */
export function splitList<Schema extends z.ZodMiniType>(
  schema: Schema,
  stored: unknown,
): { read: z.output<Schema>[]; unreadable: unknown[] } {
  const items: unknown[] = Array.isArray(stored) ? stored : stored === undefined ? [] : [stored];
  const parsed = items.map((item) => ({ item, ...schema.safeParse(item) }));
  return {
    read: parsed.flatMap(({ success, data }) => (success ? [data as z.output<Schema>] : [])),
    unreadable: parsed.flatMap(({ success, item }) => (success ? [] : [item])),
  };
}

/** The rest of a list as damages. */
export function listUnreadable(kind: DamageKind, unreadable: readonly unknown[]): Damage[] {
  return unreadable.map((stored, index) => ({
    kind,
    key: findKey(stored) || String(index),
    outcome: 'left-out',
    stored,
  }));
}
