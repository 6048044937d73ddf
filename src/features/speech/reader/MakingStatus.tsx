import { useEffect, useState } from 'react';
import { Progress } from '../../../ui/Progress.tsx';
import type { SpeechRun } from '../store/speech-state.ts';

interface MakingStatusProps {
  run: Extract<SpeechRun, { status: 'speaking' }>;
  /** Nothing has been heard yet. */
  isFirst: boolean;
}

/** Below this nobody notices that it waits. */
const SOON_MS = 400;
/** A guess is never done before the thing is. */
const MOST = 0.95;

/**
 * That the sound which is waited for is being made, and how far it is, by how long the piece before
 * took.
 */
export function MakingStatus({ run, isFirst }: MakingStatusProps) {
  const elapsedMs = useClock() - run.since;
  if (elapsedMs < SOON_MS) return null;
  const label = isFirst ? 'Making the first sentence…' : 'Making the next sentence…';
  return (
    <div className="mb-2">
      <p role="status" className="mb-1 text-xs text-soft">
        {label}
        {elapsedMs > 2000 && <span aria-hidden> {Math.round(elapsedMs / 1000)} s</span>}
      </p>
      <Progress label={label} value={run.lastMs ? Math.min(MOST, elapsedMs / run.lastMs) : null} />
    </div>
  );
}

function useClock(): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return now;
}
