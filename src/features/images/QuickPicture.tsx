import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ModelsClient } from '../../engine-client/models-client.ts';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import { describeError } from '../../engine/error-sentences.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { DrawIcon } from '../../ui/action-icons.ts';
import { PromptBox } from '../../ui/PromptBox.tsx';
import type { ImagesStore } from './images-store.ts';
import { Corrections } from './queue/Corrections.tsx';
import { describeRun } from './queue/describe-run.ts';
import { titlePicture } from './gallery/picture-titles.ts';
import { RunPreview } from './queue/RunPreview.tsx';
import { Chips } from './form/Chips.tsx';
import { STICKER_EXAMPLES } from './form/sticker-examples.ts';
import { usePictureUrl } from './gallery/use-picture-url.ts';

interface QuickPictureProps {
  store: ImagesStore;
  library: PictureLibrary;
  models: ModelsClient;
  /** Whether the built-in model draws: the examples are for it. */
  isBuiltIn: boolean;
  /** What the first press brings, where that is to be said; else empty. */
  cost: string;
  onWarmUp(): void;
}

/** A prompt and its picture: drawing at its smallest. The form is that of the image screen, and the picture goes to the gallery. */
export function QuickPicture({ store, library, models, isBuiltIn, cost, onWarmUp }: QuickPictureProps) {
  const { form, run, lastIds, lastSeconds, corrections, failures, stopped, changeForm, draw, stop } = useStore(store);
  const pictures = useStore(library.state, (state) => state.pictures);
  const downloads = useStore(models.state, ({ downloads: all }) => all);
  useEffect(() => {
    const { form: found, changeForm: change } = store.getState();
    if (found.prompt === '' && isBuiltIn) change({ prompt: STICKER_EXAMPLES[0] });
  }, [store, isBuiltIn]);
  const isBusy = run.status !== 'idle';
  const last = pictures?.find(({ id }) => id === lastIds.at(-1));
  const failure = failures.at(-1);
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4">
      <div className="flex min-h-0 flex-1 items-center justify-center">
        {isBusy ? (
          <div className={`${FRAME} bg-sunken`} aria-busy>
            <RunPreview run={run} />
          </div>
        ) : last ? (
          <Finished library={library} picture={last} />
        ) : (
          <div className="flex max-w-80 flex-col items-center gap-5">
            <p className="text-center font-display text-2xl leading-snug text-balance text-soft">
              {isBuiltIn ? 'A small model draws one thing or two.' : 'Describe a picture.'}
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
        )}
      </div>
      {failure && !isBusy && (
        <p role="alert" className="text-sm text-danger">
          {describeError(failure.error).sentence}
        </p>
      )}
      {!isBusy && last && <Corrections corrections={corrections} />}
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
          isBusy ? describeRun(run, downloads[run.job.model]) : describeLast(lastSeconds, stopped.length > 0 && !last)
        }
        cost={isBusy ? '' : cost}
      />
    </div>
  );
}

const FRAME = 'aspect-square max-h-full w-full max-w-80 overflow-hidden rounded-control';

function Finished({ library, picture }: { library: PictureLibrary; picture: StoredPicture }) {
  const url = usePictureUrl(library, picture.id, 'file');
  return (
    <div className={FRAME}>
      {url && <img src={url} alt={titlePicture(picture)} className="size-full object-contain" />}
    </div>
  );
}

function describeLast(seconds: number | null, isStopped: boolean): string {
  if (isStopped) return 'Stopped';
  return seconds === null ? '' : `Drawn in ${seconds.toFixed(1)} s`;
}
