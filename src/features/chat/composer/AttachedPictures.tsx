import { X } from 'lucide-react';
import type { ShownPicture } from '../../../storage/conversations.ts';
import { Button } from '../../../ui/Button.tsx';

/** What is asked most about a picture, in one press. */
const QUESTIONS = [
  {
    label: 'Describe it',
    question: 'Describe this picture.',
  },
  {
    label: 'Alternative text',
    question: 'Write one sentence of alternative text for this picture.',
  },
  {
    label: 'Image prompt',
    question: 'Write a short prompt from which an image model would draw this picture.',
  },
] as const;

interface AttachedPicturesProps {
  pictures: readonly ShownPicture[];
  /** The usual questions are offered while nothing is written. */
  offersQuestions: boolean;
  onRemove(picture: ShownPicture): void;
  onAsk(question: string): void;
}

/** The pictures that go with the next question. */
export function AttachedPictures(props: AttachedPicturesProps) {
  const { pictures, offersQuestions, onRemove, onAsk } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 pb-2">
      <ul aria-label="Attached pictures" className="flex flex-wrap gap-2">
        {pictures.map((picture) => (
          <li key={picture.url} className="relative">
            <img
              src={picture.url}
              alt={picture.name}
              className="size-16 rounded-xl bg-sunken object-cover"
            />
            <button
              type="button"
              aria-label={`Remove ${picture.name}`}
              onClick={() => onRemove(picture)}
              className="absolute -top-1.5 -right-1.5 grid size-6 place-items-center rounded-full border bg-raised text-soft hover:text-ink touch:size-8"
            >
              <X className="size-3.5" />
            </button>
          </li>
        ))}
      </ul>
      {offersQuestions &&
        QUESTIONS.map(({ label, question }) => (
          <Button key={label} size="small" onClick={() => onAsk(question)}>
            {label}
          </Button>
        ))}
    </div>
  );
}

/** Asked about pictures that are sent without a word. */
export const DEFAULT_QUESTION = QUESTIONS[0].question;
