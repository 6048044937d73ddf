import type { StudioDraft } from '../../../storage/studio/studio-project.ts';

/** What was on the screen before, and what was undone. */
export interface DraftHistory {
  /** Call before a change. `what` names it: one change after the other of one name is one step. */
  note(before: StudioDraft, what: string): void;
  undo(present: StudioDraft): StudioDraft | undefined;
  redo(present: StudioDraft): StudioDraft | undefined;
  forget(): void;
  reach(): { canUndo: boolean; canRedo: boolean };
}

const MOST_STEPS = 200;

export function createDraftHistory(): DraftHistory {
  let past: StudioDraft[] = [];
  let future: StudioDraft[] = [];
  let changing = '';
  return {
    note(before, what) {
      if (what === '' || what !== changing) past = [...past, before].slice(-MOST_STEPS);
      changing = what;
      future = [];
    },
    undo(present) {
      const before = past.pop();
      if (before) future.push(present);
      changing = '';
      return before;
    },
    redo(present) {
      const after = future.pop();
      if (after) past.push(present);
      changing = '';
      return after;
    },
    forget() {
      past = [];
      future = [];
      changing = '';
    },
    reach: () => ({ canUndo: past.length > 0, canRedo: future.length > 0 }),
  };
}
