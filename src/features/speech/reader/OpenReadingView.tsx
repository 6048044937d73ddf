import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { SpeechPlayer } from '../../../engine-client/speech-player.ts';
import { findHeadings } from '../../../engine/documents/find-headings.ts';
import { ChapterMenu } from './ChapterMenu.tsx';
import { ReaderView } from './ReaderView.tsx';
import { ReadingBar } from './ReadingBar.tsx';
import type { OpenReading } from '../store/speech-state.ts';
import { findWordAt } from '../store/timeline.ts';

interface OpenReadingViewProps {
  open: OpenReading;
  player: SpeechPlayer;
  voiceName: string;
  /** Of the voice that is chosen now, where it is another one. */
  otherVoiceName: string | null;
  onReadAgain(): void;
  onEdit(): void;
  /** A place in the text was chosen. */
  onReadFrom(offset: number): void;
}

/** The text of a reading with the word that is heard, its voice and its chapters. */
export function OpenReadingView(props: OpenReadingViewProps) {
  const { open, player, voiceName, otherVoiceName, onReadAgain, onEdit, onReadFrom } = props;
  const { reading, stretch, from } = open;
  const { status, positionSeconds } = useStore(player.state);
  const chapters = useMemo(
    () => (reading.chapters.length > 0 ? reading.chapters : findHeadings(reading.text)),
    [reading.chapters, reading.text],
  );
  const word = findWordAt(stretch, reading.sampleRate, positionSeconds);
  return (
    <>
      <ReadingBar
        voiceName={voiceName}
        otherVoiceName={otherVoiceName}
        onReadAgain={onReadAgain}
        onEdit={onEdit}
      >
        <ChapterMenu chapters={chapters} offset={word?.start ?? from} onChoose={onReadFrom} />
      </ReadingBar>
      <ReaderView
        text={reading.text}
        word={word}
        spokenFrom={from}
        spokenUntil={stretch.at(-1)?.end ?? from}
        isFollowing={status === 'playing'}
        onPick={onReadFrom}
      />
    </>
  );
}
