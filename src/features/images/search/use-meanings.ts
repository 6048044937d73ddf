import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LikenessStore } from './likeness-store.ts';

/** While someone types, nothing is computed. */
const SETTLED_MS = 200;

const NONE: ReadonlyMap<string, number> = new Map();

/** Likeness of pictures to what the words mean; none while it is off, or was not found yet. */
export function useMeanings(store: LikenessStore, words: string): ReadonlyMap<string, number> {
  const isReady = useStore(store, ({ run }) => run.status === 'ready');
  const vectors = useStore(store, (state) => state.vectors);
  const [found, setFound] = useState({ words: '', meanings: NONE });
  const wanted = isReady ? words.trim() : '';
  useEffect(() => {
    if (wanted === '') return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    const find = () =>
      store
        .getState()
        .findMeaning(wanted, signal)
        .then(
          (meanings) => !signal.aborted && setFound({ words: wanted, meanings }),
          // The words themselves still find what they can.
          () => undefined,
        );
    const timer = setTimeout(() => void find(), SETTLED_MS);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [store, wanted, vectors]);
  return wanted !== '' && found.words === wanted ? found.meanings : NONE;
}
