import type { Dtype, ModelManifest } from '../engine/models/manifest.ts';

/** A download running in some tab. */
export interface RunningDownload {
  manifest: ModelManifest;
  dtype: Dtype;
  /** Of a speech model. */
  voices: readonly string[];
  loadedBytes: number;
  totalBytes: number;
  bytesPerSecond: number;
  /** How long the hub has asked us to wait still; 0 where it has not. */
  pauseSeconds: number;
}

/** What the tabs of this origin tell each other of the models on this device. */
export type TabNews =
  | { type: 'download-progress'; download: RunningDownload }
  /** Another tab's user wants it to stop: the tab that runs it does so. */
  | { type: 'download-pause'; modelId: string }
  /** The store has changed: a model came or went, a download ended. */
  | { type: 'models-change' };
