import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { SpeechIcon, StopIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import type { QuickSpeaker } from './quick-speaker.ts';

const ReaderView = lazy(() =>
  import('./reader/ReaderView.tsx').then((module) => ({ default: module.ReaderView })),
);

interface QuickVoiceProps {
  speaker: QuickSpeaker;
  text: string;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onChange(text: string): void;
  /** Called when the user is about to speak: time to get the voice ready. */
  onWarmUp(): void;
}

/**
 * A text and a button that speaks it, with the words marked as they are heard: speech at its
 * smallest, to be placed anywhere.
 */
export function QuickVoice({ speaker, text, cost, onChange, onWarmUp }: QuickVoiceProps) {
  const {
    status,
    text: spoken,
    word,
    firstSoundMs,
    problem,
    notice,
    speak,
    stop,
  } = useStore(speaker);
  const isBusy = status !== 'idle';
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div data-scroller className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {spoken ? (
          <Suspense fallback={<p className={SPOKEN}>{spoken}</p>}>
            <ReaderView
              text={spoken}
              word={word}
              spokenUntil={spoken.length}
              isFollowing
              className={SPOKEN}
            />
          </Suspense>
        ) : (
          <p className="m-auto max-w-64 text-center font-display text-2xl leading-snug text-balance text-soft">
            Write a few words, and hear them.
          </p>
        )}
      </div>
      {notice && (
        <p role="status" className="text-sm text-soft">
          {notice}
        </p>
      )}
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {describeError(problem).sentence}
        </p>
      )}
      <textarea
        aria-label="Text to speak"
        placeholder="Text to speak"
        rows={5}
        value={text}
        onFocus={onWarmUp}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isBusy) stop();
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          speak(text);
        }}
        className="max-h-[50%] min-h-[4.5rem] w-full shrink-0 resize-none rounded-control border bg-raised px-3 py-2.5 outline-none placeholder:text-faint focus:border-line-strong"
      />
      <div className="flex items-center gap-3">
        <Button
          kind={isBusy ? 'secondary' : 'primary'}
          disabled={!isBusy && text.trim() === ''}
          onClick={() => (isBusy ? stop() : speak(text))}
        >
          {isBusy ? <StopIcon fill="currentColor" /> : <SpeechIcon />}
          {isBusy ? 'Stop' : 'Speak'}
        </Button>
        <span role="status" className="text-xs text-faint tabular-nums">
          {describe(status, firstSoundMs) || cost}
        </span>
      </div>
    </div>
  );
}

const SPOKEN = 'font-display text-xl leading-relaxed md:text-2xl';

function describe(status: 'idle' | 'preparing' | 'speaking', firstSoundMs: number | null): string {
  if (status === 'preparing') return 'Getting the voice ready';
  return firstSoundMs === null ? '' : `First word after ${(firstSoundMs / 1000).toFixed(1)} s`;
}
