import type { ReactNode } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { EditIcon, SpeechIcon } from '../../../ui/action-icons.ts';

interface ReadingBarProps {
  /** Of the voice that is heard. */
  voiceName: string;
  /** Of the voice that is chosen now, where it is another one. */
  otherVoiceName: string | null;
  onReadAgain(): void;
  onEdit(): void;
  /** The chapters. */
  children: ReactNode;
}

/** Above the text of a reading: who reads it, and what can be done with it. */
export function ReadingBar({
  voiceName,
  otherVoiceName,
  onReadAgain,
  onEdit,
  children,
}: ReadingBarProps) {
  return (
    <div className="mx-auto flex w-full max-w-[44rem] flex-wrap items-center gap-x-2 gap-y-1 pt-3 text-sm text-soft">
      <span className="mr-auto min-w-0 truncate py-1">Read by {voiceName}</span>
      {otherVoiceName !== null && (
        <Button kind="secondary" size="small" onClick={onReadAgain} className="max-w-full min-w-0">
          <SpeechIcon className="text-accent" />
          <span className="truncate">Read again with {otherVoiceName}</span>
        </Button>
      )}
      {children}
      <Button kind="quiet" size="small" onClick={onEdit}>
        <EditIcon />
        Edit the text
      </Button>
    </div>
  );
}
