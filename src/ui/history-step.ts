import { useEffect, useRef } from 'react';

/** How many dialogs lie over each other, one step of the history for each. */
let open = 0;
/**
 * A dialog that was just closed without Back; its step is taken back unless another one opens, or
 * the address changes, at once.
 */
let leaving: number | undefined;
/**
 * How often it is on its way back, which takes a moment; what opens meanwhile becomes a step when it
 * is done, and what closes meanwhile is seen to then (`useClosedStepsLeft`).
 */
let goingBack = 0;

const depthHere = (): number => (history.state as { step?: number } | null)?.step ?? 0;

/** Whether the present entry of the history is a dialog's: what goes elsewhere takes its place. */
export function isOnStep(): boolean {
  return depthHere() > 0;
}

/**
 * Makes what is open a step of the history, so that Back, or the gesture for it, closes it and
 * leaves the screen as it is.
 */
export function useHistoryStep(isOpen: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!isOpen) return;
    const depth = ++open;
    clearTimeout(leaving);
    const push = () => {
      if (depthHere() < depth) history.pushState({ step: depth }, '');
    };
    const handle = () => {
      if (goingBack > 0) push();
      else if (depthHere() < depth) close.current();
    };
    if (goingBack === 0) push();
    addEventListener('popstate', handle);
    return () => {
      open--;
      removeEventListener('popstate', handle);
      leaving = window.setTimeout(() => {
        if (goingBack === 0 && depthHere() === depth) goBack();
      });
    };
  }, [isOpen]);
}

function goBack(): void {
  goingBack++;
  // Registered last, so that every dialog knows who went back.
  addEventListener('popstate', () => setTimeout(() => goingBack--), { once: true });
  history.back();
}

/** Steps over entries whose dialog is closed, such as after Forward, or a reload. */
export function useClosedStepsLeft(): void {
  useEffect(() => {
    if (depthHere() > open) history.replaceState(null, '');
    const handle = () => {
      if (depthHere() > open) goBack();
    };
    addEventListener('popstate', handle);
    return () => removeEventListener('popstate', handle);
  }, []);
}
