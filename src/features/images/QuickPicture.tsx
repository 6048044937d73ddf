import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { DrawIcon } from '../../ui/action-icons.ts';
import { PromptBox } from '../../ui/PromptBox.tsx';
import { Chips } from './form/Chips.tsx';
import { STICKER_EXAMPLES } from './form/sticker-examples.ts';
import type { PictureParts } from './picture-parts.ts';
import { describeRun } from './queue/describe-run.ts';
import { RunPreview } from './queue/RunPreview.tsx';

const loadFinishedPicture = () => import('./FinishedPicture.tsx');
const FinishedPicture = lazy(loadFinishedPicture);

interface QuickPictureProps extends PictureParts {
  /** Whether the built-in model draws: the examples are for it. */
  isBuiltIn: boolean;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onWarmUp(): void;
}

/**
 * A prompt and its picture: drawing at its smallest. The form is that of the image screen, and the
 * picture goes to the gallery.
 */
export function QuickPicture(props: QuickPictureProps) {
  const { store, models, isBuiltIn, cost, onWarmUp } = props;
  const { form, run, lastIds, lastSeconds, failures, stopped, changeForm, draw, stop } =
    useStore(store);
  const { downloads } = useStore(models.state);
  useEffect(() => {
    const { form: found, changeForm: change } = store.getState();
    if (found.prompt === '' && isBuiltIn) change({ prompt: STICKER_EXAMPLES[0] });
  }, [store, isBuiltIn]);
  const isBusy = run.status !== 'idle';
  // Here before the picture is, so that the panel is never empty between the two.
  useEffect(() => void (isBusy && loadFinishedPicture().catch(() => undefined)), [isBusy]);
  const failure = failures.at(-1);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <div className="-mx-2 flex min-h-0 flex-1 flex-col justify-center px-2">
        <Result {...props} />
      </div>
      {failure && !isBusy && (
        <p role="alert" className="text-sm text-danger">
          {describeError(failure.error).sentence}
        </p>
      )}
      <PromptBox
        label="Picture prompt"
        value={form.prompt}
        onChange={(prompt) => changeForm({ prompt })}
        action={
          <>
            <DrawIcon /> Draw
          </>
        }
        isBusy={isBusy}
        onSubmit={draw}
        onStop={stop}
        onFocus={onWarmUp}
        note={
          isBusy
            ? describeRun(run, downloads[run.job.model])
            : describeLast(lastSeconds, stopped.length > 0 && lastIds.length === 0)
        }
        cost={isBusy ? '' : cost}
      />
    </div>
  );
}

const FRAME =
  'mx-auto aspect-square max-h-full max-w-full min-h-0 overflow-hidden rounded-control bg-sunken';

/**
 * The picture that is being drawn, or the last one, as large as the panel is wide; before the
 * first, what could be drawn.
 */
function Result(props: QuickPictureProps) {
  const { store, library, isBuiltIn } = props;
  const { run, lastIds, corrections, changeForm, draw } = useStore(store);
  const { pictures } = useStore(library.state);
  const last = pictures?.find(({ id }) => id === lastIds.at(-1));
  if (run.status !== 'idle')
    return (
      <div className={FRAME} aria-busy>
        <RunPreview run={run} />
      </div>
    );
  if (last)
    return (
      <Suspense fallback={<div className={`${FRAME} w-full`} aria-busy />}>
        <FinishedPicture {...props} picture={last} corrections={corrections} onDrawAgain={draw} />
      </Suspense>
    );
  return (
    <div className="mx-auto flex max-w-80 flex-col items-center gap-5">
      <p className="text-center font-display text-2xl leading-snug text-balance text-soft">
        {isBuiltIn ? 'A small model draws one or two things.' : 'Describe a picture.'}
      </p>
      {isBuiltIn && (
        <Chips
          label="Examples"
          names={STICKER_EXAMPLES.slice(1, 4)}
          onPick={(prompt) => {
            changeForm({ prompt });
            draw();
          }}
        />
      )}
    </div>
  );
}

function describeLast(seconds: number | null, isStopped: boolean): string {
  if (isStopped) return 'Stopped';
  return seconds === null ? '' : `Drawn in ${seconds.toFixed(1)} s`;
}
