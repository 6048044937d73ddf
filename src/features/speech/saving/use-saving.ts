import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ExportChoice } from './export-reading.ts';
import type { SpeechStore } from '../store/speech-state.ts';
import { shareOf } from '../store/stretches.ts';

/** How far the saving of a reading is. `share`: of the text that has been spoken, 0 to 1. */
export type Saving =
  { status: 'idle' } | { status: 'speaking'; share: number } | { status: 'writing' };

/** Saves the open reading; leaving the screen gives it up. */
export function useSaving(
  store: SpeechStore,
  onExport: (choice: ExportChoice, signal: AbortSignal) => Promise<void>,
) {
  const [isSaving, setSaving] = useState(false);
  const stopper = useRef<AbortController | null>(null);
  const open = useStore(store, (state) => state.open);
  const isSpeaking = useStore(store, ({ run }) => run.status !== 'idle');
  useEffect(() => () => stopper.current?.abort(), []);

  async function save(choice: ExportChoice): Promise<void> {
    const controller = (stopper.current = new AbortController());
    setSaving(true);
    await onExport(choice, controller.signal);
    if (stopper.current === controller) setSaving(false);
  }
  function cancel(): void {
    stopper.current?.abort();
    stopper.current = null;
    setSaving(false);
  }
  const share = open ? shareOf(open.pieces, open.reading.text.length) : 1;
  const saving: Saving = !isSaving
    ? { status: 'idle' }
    : isSpeaking
      ? { status: 'speaking', share }
      : { status: 'writing' };
  return { saving, save, cancel };
}
