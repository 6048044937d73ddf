import { Pause, Play, Repeat1, RotateCcw, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { PlayerState } from '../../../engine-client/speech-player.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatClock } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { SKIP_SECONDS } from './player-moves.ts';
import { Waveform } from './Waveform.tsx';

interface TransportProps {
  player: PlayerState;
  peaks: readonly number[];
  durationSeconds: number;
  isSpeaking: boolean;
  onPlay(): void;
  onPause(): void;
  onSeek(seconds: number): void;
  /** To the beginning of the sentence that is heard. */
  onSentenceAgain(): void;
  /** Speed, saving, and what else stands at the end. */
  children: ReactNode;
}

/** Play and place of a reading. On a narrow screen the place lies above the buttons. */
export function Transport(props: TransportProps) {
  const { player, peaks, durationSeconds, isSpeaking, onSeek } = props;
  const isPlaying = player.status === 'playing' || player.status === 'waiting';
  const skip = (seconds: number) => onSeek(player.positionSeconds + seconds);
  return (
    <div className="flex flex-wrap items-center gap-x-2 sm:flex-nowrap sm:gap-x-3">
      <div className="flex items-center sm:gap-1">
        <IconButton
          label="Read the sentence again"
          shortcut="Shift ←"
          size="icon"
          onClick={props.onSentenceAgain}
        >
          <Repeat1 />
        </IconButton>
        <IconButton
          label="Back 10 seconds"
          shortcut="←"
          size="icon"
          onClick={() => skip(-SKIP_SECONDS)}
        >
          <RotateCcw />
        </IconButton>
        <Button
          kind="primary"
          size="icon"
          aria-label={isPlaying ? 'Pause' : 'Play'}
          aria-keyshortcuts="Space"
          onClick={isPlaying ? props.onPause : props.onPlay}
          className="size-11 rounded-full"
        >
          {isPlaying ? (
            <Pause fill="currentColor" />
          ) : (
            <Play fill="currentColor" className="ml-0.5" />
          )}
        </Button>
        <IconButton
          label="Forward 10 seconds"
          shortcut="→"
          size="icon"
          onClick={() => skip(SKIP_SECONDS)}
        >
          <RotateCw />
        </IconButton>
      </div>
      <div className="order-first min-w-0 basis-full sm:order-none sm:flex-1 sm:basis-0">
        <Waveform
          peaks={peaks}
          durationSeconds={durationSeconds}
          positionSeconds={player.positionSeconds}
          isGrowing={isSpeaking}
          onSeek={onSeek}
        />
        <p className="flex justify-between text-xs text-faint">
          <span>{formatClock(player.positionSeconds)}</span>
          <span>{formatClock(durationSeconds)}</span>
        </p>
      </div>
      <div className="ml-auto flex items-center gap-1">{props.children}</div>
    </div>
  );
}
