import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Studio } from '../studio.ts';
import { TASK_MODELS, type ChosenTask } from './model-readiness.ts';

/**
 * What the first press of a button will bring, in words: only when data is to be saved, and only
 * while there is something to bring.
 */
export function useFirstFetch(studio: Studio, task: ChosenTask, model: string): string {
  const isSavingData = useStore(studio.isSavingData);
  const installed = useStore(studio.models.state, (state) => state.installed);
  const device = useStore(studio.device);
  const resident = useStore(studio[TASK_MODELS[task].client].resident)?.model;
  const [words, setWords] = useState('');
  useEffect(() => {
    if (!isSavingData || !installed || !device) return;
    let isCurrent = true;
    void import('./describe-first-fetch.ts')
      .then(({ describeFirstFetch }) =>
        describeFirstFetch(studio, { task, model, installed, device }),
      )
      .then((found) => isCurrent && setWords(found))
      .catch(() => undefined);
    return () => void (isCurrent = false);
    // What was just loaded has brought the runtime.
  }, [studio, task, model, isSavingData, installed, device, resident]);
  return isSavingData ? words : '';
}
