import type { EngineState } from '../../src/api/services.ts';

/** An engine's process, as far as others may know. */
export interface ProcessReport {
  engine: string;
  state: EngineState;
  pid: number | undefined;
  /** Calls that run or wait. */
  running: number;
  /** That it has in memory while it runs; undefined for an engine without models. */
  model: string | undefined;
}
