import type { Dtype, ModelManifest } from '../engine/models/manifest.ts';

/** A download that goes on in some tab. */
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
  /** The store is not what it was: a model came or went, a download ended. */
  | { type: 'models-change' };

export interface TabNewsChannel {
  tell(news: TabNews): void;
  /** Called with what other tabs tell, never with what this one does. */
  listen(listener: (news: TabNews) => void): void;
}

/** All tabs run the same build, or a newer one has asked them to reload: types suffice. */
export function openTabNews(name = 'triptych-models'): TabNewsChannel {
  const channel = new BroadcastChannel(name);
  return {
    tell: (news) => channel.postMessage(news),
    listen: (listener) => channel.addEventListener('message', ({ data }) => listener(data as TabNews)),
  };
}
