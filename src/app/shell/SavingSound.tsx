import { describeError } from '../../engine/error-sentences.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import type { SoundSaving } from '../sound/sound-saver.ts';

interface SavingSoundProps {
  saving: Exclude<SoundSaving, { status: 'idle' }>;
  onCancel(): void;
}

/** A text that is being made into a sound file. */
export default function SavingSound({ saving, onCancel }: SavingSoundProps) {
  const { title } = saving;
  return (
    <section
      aria-label="Saving as audio"
      className="flex shrink-0 items-center gap-3 border-t bg-surface px-4 py-1.5 sm:px-6"
    >
      <div className="min-w-0 flex-1 text-sm">
        {saving.status === 'failed' ? (
          <p role="alert" className="text-danger">
            “{title}” was not saved. {describeError(saving.problem).sentence}
          </p>
        ) : (
          <>
            <p className="mb-1 truncate">
              {saving.progress === null ? 'Writing the file' : 'Making the audio'} for “{title}”
            </p>
            <Progress label={`Sound of ${title}`} value={saving.progress} />
          </>
        )}
      </div>
      <Button kind="quiet" size="small" onClick={onCancel}>
        {saving.status === 'failed' ? 'Dismiss' : 'Cancel'}
      </Button>
    </section>
  );
}
