import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { AnswerProps } from './Answer.tsx';

interface SiblingsProps extends Pick<AnswerProps, 'message' | 'siblings' | 'isBusy' | 'actions'> {
  what: 'question' | 'answer';
}

/** Steps through the alternatives of a message. */
export function Siblings({ message, siblings, isBusy, actions, what }: SiblingsProps) {
  if (siblings.length < 2) return null;
  const place = siblings.indexOf(message.id);
  const show = (offset: number) => actions.onShowBranch(siblings[place + offset] ?? message.id);
  return (
    <span className="flex items-center">
      <IconButton
        label={`Previous ${what}`}
        disabled={place <= 0 || isBusy}
        onClick={() => show(-1)}
      >
        <ChevronLeft />
      </IconButton>
      <span
        aria-label={`${what === 'answer' ? 'Answer' : 'Question'} ${place + 1} of ${siblings.length}`}
        role="img"
      >
        {place + 1}/{siblings.length}
      </span>
      <IconButton
        label={`Next ${what}`}
        disabled={place >= siblings.length - 1 || isBusy}
        onClick={() => show(1)}
      >
        <ChevronRight />
      </IconButton>
    </span>
  );
}
