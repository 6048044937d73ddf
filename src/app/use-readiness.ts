import { useEffect } from 'react';
import { useStore } from 'zustand';
import { BUILT_IN_SPEECH_MODEL } from '../engine/models/catalog.ts';
import { useCompanionFollowed } from './companion/use-companion.ts';
import { warmUpEarly } from './models/warm-up.ts';
import type { Studio } from './studio.ts';

/** What is got ready, checked and kept while nobody waits for it. */
export function useReadiness(studio: Studio): void {
  useRuntimesKept(studio);
  useEarlyWarmUp(studio);
  useGpuChecked(studio);
  useCompanionFollowed(studio);
}

const AFTER_THE_FIRST_WORDS_MS = 3000;

/** Once an engine has loaded its runtime, offline use is only a matter of keeping it. */
function useRuntimesKept({ chat, diffusion, speech, serviceWorker, isSavingData }: Studio): void {
  const chatDevice = useStore(chat.resident)?.device;
  const imageDevice = useStore(diffusion.resident)?.device;
  const voice = useStore(speech.resident);
  // The built-in voice is a program of its own and runs on none.
  const speechDevice = voice?.model === BUILT_IN_SPEECH_MODEL ? undefined : voice?.device;
  const isUsed = chatDevice !== undefined || imageDevice !== undefined || voice !== null;
  useEffect(() => {
    if (!isUsed) return;
    const devices = [...new Set([chatDevice, imageDevice, speechDevice])].filter(
      (device) => device !== undefined,
    );
    const timer = setTimeout(() => {
      const savesData = isSavingData.getState();
      if (savesData) serviceWorker.start();
      devices.forEach((device) => serviceWorker.keepRuntime(device, savesData));
    }, AFTER_THE_FIRST_WORDS_MS);
    return () => clearTimeout(timer);
  }, [isUsed, chatDevice, imageDevice, speechDevice, serviceWorker, isSavingData]);
}

/**
 * The built-in models are small: they are fetched while the visitor looks around, unless data
 * is to be saved; then all else is kept.
 */
function useEarlyWarmUp(studio: Studio): void {
  const isSavingData = useStore(studio.isSavingData);
  useEffect(() => {
    if (isSavingData) return;
    const stop = new AbortController();
    void warmUpEarly(studio, stop.signal).then(
      () => stop.signal.aborted || studio.serviceWorker.start(),
    );
    return () => stop.abort();
  }, [studio, isSavingData]);
}

const AFTER_THE_START_MS = 20_000;

/**
 * A GPU that nobody has used yet is checked once the start is over, so that the first large model
 * does not wait for it.
 */
function useGpuChecked({ device, isSavingData }: Studio): void {
  const savesData = useStore(isSavingData);
  const adapter = useStore(device)?.adapter;
  const isOpen =
    adapter !== null &&
    adapter !== undefined &&
    !adapter.isSoftware &&
    adapter.verdict === undefined;
  useEffect(() => {
    if (!isOpen || savesData) return;
    const timer = setTimeout(() => void device.checkIfUnknown(), AFTER_THE_START_MS);
    return () => clearTimeout(timer);
  }, [device, isOpen, savesData]);
}
