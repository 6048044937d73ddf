import { EngineError, type ErrorCode, type ErrorDetails } from '../../../engine/errors.ts';
import type { StudioRun } from './studio-state.ts';

/** What tabs tell each other about sets. */
export type StudioNews =
  /** It was changed in the store, or removed. */
  | { type: 'project-change'; id: string }
  /** What the tab that follows a set's draws shows of them. */
  | { type: 'run-state'; id: string; run: ToldRun }
  /** A new tab: those that follow draws tell of them. */
  | { type: 'run-ask' };

type FailedRun = Extract<StudioRun, { status: 'failed' }>;

/** Errors are told by their parts, since what is copied between tabs loses its class. */
type ToldRun =
  | Exclude<StudioRun, FailedRun>
  | (Omit<FailedRun, 'error'> & {
      error: { code: ErrorCode; message: string; details: ErrorDetails };
    });

export function toTold(run: StudioRun): ToldRun {
  if (run.status !== 'failed') return run;
  const { code, message, details } = run.error;
  return { ...run, error: { code, message, details } };
}

export function fromTold(told: ToldRun): StudioRun {
  if (told.status !== 'failed') return told;
  const { code, message, details } = told.error;
  return { ...told, error: new EngineError(code, message, { details }) };
}
