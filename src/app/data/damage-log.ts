import { createObservable, type Observable } from '../../engine-client/observable.ts';
import { parseJson } from '../../engine/parse-json.ts';
import type { Damage, ReportDamage } from '../../storage/damage/damage.ts';
import type { TextStorage } from '../../storage/settings.ts';

/** What was stored and could not be read as it was. */
export interface DamageLog {
  /** Each once, until it is dismissed. */
  readonly state: Observable<readonly Damage[]>;
  report: ReportDamage;
  /** It is known now: none of this is told again, and what was kept aside is let go. */
  dismiss(): void;
  onDismiss(listener: () => void): void;
}

const KEY = 'triptych.damage-known';
/** Beyond these, what was dismissed is told once more. */
const MOST_KNOWN = 2_000;

/** Without `storage`, what was dismissed is told again in the next visit. */
export function createDamageLog(storage?: TextStorage): DamageLog {
  const state = createObservable<readonly Damage[]>([]);
  const known = new Set(readKnown(storage));
  const listeners: (() => void)[] = [];
  return {
    state,
    report(damages) {
      const news = damages.filter((damage) => {
        const name = nameDamage(damage);
        const isNew = !known.has(name);
        known.add(name);
        return isNew;
      });
      if (news.length > 0) state.update((before) => [...before, ...news]);
    },
    dismiss() {
      const lasting = [...known].filter((name) => !name.startsWith(SETTINGS));
      try {
        storage?.setItem(KEY, JSON.stringify(lasting.slice(-MOST_KNOWN)));
      } catch {
        // Full or denied: then it is told once more in the next visit.
      }
      for (const listener of listeners) listener();
      state.update(() => []);
    },
    onDismiss: (listener) => void listeners.push(listener),
  };
}

/** They are repaired where they are stored, so that another damage is news. */
const SETTINGS = 'setting';

const nameDamage = ({ kind, outcome, key }: Damage) => `${kind} ${outcome} ${key}`;

function readKnown(storage: TextStorage | undefined): string[] {
  const known = parseJson(storage?.getItem(KEY));
  return Array.isArray(known) ? known.filter((name) => typeof name === 'string') : [];
}
