import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { SaveIcon } from '../../../ui/action-icons.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { ExportChoice } from '../saving/export-reading.ts';
import { MakingStatus } from './MakingStatus.tsx';
import { readSentenceAgain } from './player-moves.ts';
import { SaveDialog } from '../saving/SaveSoundDialog.tsx';
import { SpeedControl } from './SpeedControl.tsx';
import type { OpenReading, SpeechStore } from '../store/speech-state.ts';
import { shareOf } from '../store/stretches.ts';
import { durationOf } from '../store/timeline.ts';
import { Transport } from './Transport.tsx';
import { useSaving } from '../saving/use-saving.ts';

interface ReadingControlsProps {
  store: SpeechStore;
  player: SpeechPlayer;
  open: OpenReading;
  onRate(rate: number): void;
  onExport(choice: ExportChoice, signal: AbortSignal): Promise<void>;
}

/** Everything that is done with the sound of a reading. */
export function ReadingControls({ store, player, open, onRate, onExport }: ReadingControlsProps) {
  const playing = useStore(player.state);
  const run = useStore(store, (state) => state.run);
  const { saving, save, cancel } = useSaving(store, onExport);
  const [isSaveOpen, setSaveOpen] = useState(false);
  const { reading, stretch, pieces } = open;
  const { rate } = playing;
  const isSpeaking = run.status !== 'idle';
  const durationSeconds = durationOf(stretch, reading.sampleRate);
  const peaks = useMemo(() => stretch.flatMap((piece) => piece.peaks), [stretch]);
  const isWhole = reading.state === 'complete';
  const isWaiting =
    stretch.length === 0 ||
    (playing.status === 'waiting' && playing.positionSeconds > durationSeconds - 0.1);
  const wholeSeconds =
    reading.durationSeconds / (isWhole ? 1 : Math.max(0.001, shareOf(pieces, reading.text.length)));
  return (
    <>
      {run.status === 'speaking' && isWaiting && (
        <MakingStatus run={run} isFirst={pieces.length === 0} />
      )}
      <Transport
        player={playing}
        peaks={peaks}
        durationSeconds={durationSeconds}
        isSpeaking={isSpeaking}
        onPlay={player.play}
        onPause={player.pause}
        onSeek={player.seek}
        onSentenceAgain={() => readSentenceAgain(store, player)}
      >
        <SpeedControl rate={rate} onChange={onRate} />
        <IconButton
          label="Save"
          hint={rate === 1 ? 'Save as a file' : `Save as a file, at ${rate}× or at normal speed`}
          size="icon"
          onClick={() => setSaveOpen(true)}
        >
          <SaveIcon className={saving.status === 'idle' ? '' : 'animate-pulse'} />
        </IconButton>
      </Transport>
      <SaveDialog
        isOpen={isSaveOpen}
        onOpenChange={setSaveOpen}
        seconds={wholeSeconds}
        sampleRate={reading.sampleRate}
        isWhole={isWhole}
        rate={rate}
        saving={saving}
        onSave={(choice) => void save(choice).then(() => setSaveOpen(false))}
        onCancel={cancel}
      />
    </>
  );
}
