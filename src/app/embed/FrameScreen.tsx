import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import type { EmbedFrame, FrameState } from './embed-frame.ts';

const SENTENCES: Readonly<Record<FrameState['status'], string>> = {
  idle: 'Waiting for the page.',
  asking: 'This page would like to use the models of your Triptych. A small window asks you first.',
  opened: 'Continue in the window of Triptych.',
  connected: 'Connected. The window of Triptych answers as long as it is open.',
  denied: 'Not allowed. Nothing was run.',
  blocked: 'The browser opened no window. Allow windows for this page, then try again.',
};

/** What another site's page shows of the studio. */
export function FrameScreen({ frame: { state, open } }: { frame: EmbedFrame }) {
  const shown = useStore(state);
  const canOpen = shown.status === 'asking' || shown.status === 'blocked';
  return (
    <main className="flex h-full flex-col justify-center gap-3 rounded-xl border bg-surface p-4">
      <h1 className="font-display text-lg">Triptych</h1>
      <p role="status" className="text-sm text-soft">
        {SENTENCES[shown.status]}
      </p>
      {canOpen && (
        <Button kind="primary" className="self-start" onClick={open}>
          Connect to Triptych
        </Button>
      )}
    </main>
  );
}
