import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { SpeechIcon, StopIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import type { QuickSpeaker } from './quick-speaker.ts';
import { ReaderView } from './ReaderView.tsx';

interface QuickVoiceProps {
  speaker: QuickSpeaker;
  text: string;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onChange(text: string): void;
  /** Called when the user is about to speak: time to get the voice ready. */
  onWarmUp(): void;
}

/** A text and a button that speaks it, with the words marked as they are heard: speech at its smallest, to be placed anywhere. */
export function QuickVoice({ speaker, text, cost, onChange, onWarmUp }: QuickVoiceProps) {
  const { status, text: spoken, word, firstSoundMs, problem, speak, stop } = useStore(speaker);
  const isBusy = status !== 'idle';
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {isBusy ? (
        <div data-scroller className="min-h-0 flex-1 overflow-y-auto">
          <ReaderView
            text={spoken}
            word={word}
            spokenUntil={spoken.length}
            isFollowing
            className="font-display text-xl leading-relaxed md:text-2xl"
          />
        </div>
      ) : (
        <textarea
          aria-label="Text to speak"
          value={text}
          onFocus={onWarmUp}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            speak(text);
          }}
          className="min-h-24 w-full flex-1 resize-none bg-transparent font-display text-xl leading-relaxed outline-none placeholder:text-faint md:text-2xl"
        />
      )}
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {describeError(problem).sentence}
        </p>
      )}
      <div className="flex items-center gap-3">
        <Button
          kind={isBusy ? 'secondary' : 'primary'}
          disabled={!isBusy && text.trim() === ''}
          onClick={() => (isBusy ? stop() : speak(text))}
        >
          {isBusy ? <StopIcon /> : <SpeechIcon />}
          {isBusy ? 'Stop' : 'Speak'}
        </Button>
        <span role="status" className="text-xs text-faint tabular-nums">
          {describe(status, firstSoundMs) || cost}
        </span>
      </div>
    </div>
  );
}

function describe(status: 'idle' | 'preparing' | 'speaking', firstSoundMs: number | null): string {
  if (status === 'preparing') return 'Getting the voice ready';
  return firstSoundMs === null ? '' : `First word after ${(firstSoundMs / 1000).toFixed(1)} s`;
}
