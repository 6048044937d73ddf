import type { ModelTask } from '../../src/engine/models/manifest.ts';

/** A model that an upstream runs. */
export interface UpstreamModel {
  id: string;
  ownedBy: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  task: ModelTask;
  /** Such as `chat`, `tools`, `vision`, `embeddings`. */
  capabilities: readonly string[];
}

/** What an upstream says of itself when it is asked how it is. */
export interface UpstreamReport {
  models: readonly UpstreamModel[];
  /** Requests that it works on or that wait, where it tells. */
  queueDepth?: number;
  /** Share of its memory for running requests that is free, 0 to 1, where it tells. */
  freeMemory?: number;
}
