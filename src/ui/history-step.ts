import { useEffect, useRef } from 'react';

/** How many dialogs lie over each other, one step of the history for each. */
let open = 0;
/** A dialog that was just closed without Back; its step is taken back unless another one opens, or the address changes, at once. */
let leaving: number | undefined;

const depthHere = (): number => (history.state as { step?: number } | null)?.step ?? 0;

/** Whether the present entry of the history is a dialog's: what goes elsewhere takes its place. */
export function isOnStep(): boolean {
  return depthHere() > 0;
}

/** Makes what is open a step of the history, so that Back, or the gesture for it, closes it and leaves the screen as it is. */
export function useHistoryStep(isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!isOpen) return;
    const depth = ++open;
    clearTimeout(leaving);
    if (depthHere() < depth) history.pushState({ step: depth }, '');
    const handle = () => {
      if (depthHere() < depth) close.current();
    };
    addEventListener('popstate', handle);
    return () => {
      open--;
      removeEventListener('popstate', handle);
      leaving = window.setTimeout(() => depthHere() === depth && history.back());
    };
  }, [isOpen]);
}

/** Steps over entries whose dialog is closed, such as after Forward, or a reload. */
export function useClosedStepsLeft(): void {
  useEffect(() => {
    if (depthHere() > open) history.replaceState(null, '');
    const handle = () => {
      if (depthHere() > open) history.back();
    };
    addEventListener('popstate', handle);
    return () => removeEventListener('popstate', handle);
  }, []);
}
