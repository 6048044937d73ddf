import type { ResidentNote, WaitingNote } from './gpu-board.ts';

/**
 * A batch that has waited this long goes before those who came after it, whatever their priority.
 */
export const PATIENCE_MS = 30_000;

/** As much of a note as decides its place. */
export type Waiting = Omit<WaitingNote, 'kind' | 'owner'>;

/**
 * Whether `a` gets the turn before `b`: interactive first, then first come, first served; nobody
 * waits forever.
 */
export function goesBefore(a: Waiting, b: Waiting, now: number): boolean {
  const rank = ({ priority, waitsFrom }: Waiting) =>
    priority === 'interactive' || now - waitsFrom >= PATIENCE_MS ? 0 : 1;
  return (
    rank(a) - rank(b) < 0 ||
    (rank(a) === rank(b) && (a.since - b.since || compareTexts(a.id, b.id)) < 0)
  );
}

type Unloadable = Pick<ResidentNote, 'bytes' | 'isBusy' | 'lastUsedAt'>;

/**
 * Which residents to unload so that `bytes` more fit into the budget: the least recently used that
 * are not busy, as few as are needed, or all of them where even that is not enough.
 */
export function chooseToUnload<Resident extends Unloadable>(
  residents: readonly Resident[],
  bytes: number,
  budgetBytes: number,
): Resident[] {
  let missing = residents.reduce((sum, resident) => sum + resident.bytes, bytes) - budgetBytes;
  const chosen: Resident[] = [];
  const idle = residents
    .filter(({ isBusy }) => !isBusy)
    .sort((a, b) => a.lastUsedAt - b.lastUsedAt);
  for (const resident of idle) {
    if (missing <= 0) break;
    chosen.push(resident);
    missing -= resident.bytes;
  }
  return chosen;
}

/** One note for each resident: while one is replaced, both are up for a moment. */
export function latestResidents(notes: readonly (ResidentNote | WaitingNote)[]): ResidentNote[] {
  const latest = new Map<string, ResidentNote>();
  for (const note of notes) {
    if (note.kind !== 'resident') continue;
    const other = latest.get(note.id);
    if (
      !other ||
      note.lastUsedAt > other.lastUsedAt ||
      (note.lastUsedAt === other.lastUsedAt && note.isBusy)
    )
      latest.set(note.id, note);
  }
  return [...latest.values()];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
