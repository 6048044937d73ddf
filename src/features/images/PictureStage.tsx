import { useState } from 'react';
import { useStore } from 'zustand';
import { listModels } from '../../engine-client/models/list-models.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../engine/models/catalog.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureList } from './queue/FailureList.tsx';
import type { PictureActions } from './gallery/picture-actions.ts';
import type { ImagesStore } from './images-store.ts';
import { LatestPictures } from './LatestPictures.tsx';
import { PictureGrid } from './gallery/PictureGrid.tsx';
import { QueueList } from './queue/QueueList.tsx';
import { StoppedList } from './queue/StoppedList.tsx';
import { RunCard } from './queue/RunCard.tsx';
import { STAGE_ID } from './places.ts';
import { Chips } from './form/Chips.tsx';
import { STICKER_EXAMPLES } from './form/sticker-examples.ts';

interface PictureStageProps {
  store: ImagesStore;
  library: PictureLibrary;
  models: ModelsClient;
  /** Whether the built-in model draws: its examples show what it can do. */
  isBuiltIn: boolean;
  actions: PictureActions;
  /** After a picture was made the one to start from. */
  onStarted(): void;
  onOpen(picture: StoredPicture): void;
  onAction(action: StudioAction): void;
}

const MAX_EARLIER = 24;

/** What is being drawn, what waits, and what is finished. */
export function PictureStage({
  store,
  library,
  models,
  isBuiltIn,
  actions,
  onStarted,
  onOpen,
  onAction,
}: PictureStageProps) {
  const state = useStore(store);
  const { pictures } = useStore(library.state);
  const modelsState = useStore(models.state);
  const { downloads } = modelsState;
  // One that was downloaded draws better than the one that everybody has.
  const localModel = listModels(modelsState, 'image').here.at(-1)?.id ?? BUILT_IN_IMAGE_MODEL;
  const { run, queue, failures, lastIds } = state;
  const latest = pictures?.filter(({ id }) => lastIds.includes(id)).toReversed() ?? [];
  const earlier = pictures?.filter(({ id }) => !lastIds.includes(id)) ?? [];
  const [problem, setProblem] = useState<EngineError | null>(null);
  const menu = {
    actions,
    onStarted,
    onProblem: (thrown: unknown) => setProblem(EngineError.from(thrown)),
  };
  const isEmpty =
    pictures?.length === 0 &&
    run.status === 'idle' &&
    failures.length === 0 &&
    state.stopped.length === 0;
  return (
    <div
      id={STAGE_ID}
      // New items at the top must be visible, not scrolled past.
      className="flex min-w-0 flex-1 flex-col gap-6 p-4 [overflow-anchor:none] max-lg:min-h-full sm:p-6 lg:overflow-y-auto"
    >
      <FailureList
        failures={failures}
        onRetry={state.retry}
        onRetryHere={(id) => state.retry(id, { model: localModel })}
        onDismiss={state.dismiss}
        onAction={onAction}
      />
      {problem && (
        <p role="alert" className="rounded-control bg-danger-wash px-4 py-2 text-sm">
          {describeError(problem).sentence}
        </p>
      )}
      <StoppedList stopped={state.stopped} onRetry={state.retry} onDismiss={state.dismiss} />
      {run.status !== 'idle' && (
        <RunCard run={run} download={downloads[run.job.model]} onStop={state.stop} />
      )}
      <QueueList
        queue={queue}
        isPaused={state.isPaused}
        isHeld={state.isHeld}
        onPause={state.pause}
        onMoveUp={state.moveUp}
        onCancel={state.cancel}
        onResume={state.resume}
      />
      {isEmpty && (
        <EmptyStage isBuiltIn={isBuiltIn} onDraw={(prompt) => drawExample(store, prompt)} />
      )}
      <LatestPictures
        store={store}
        library={library}
        pictures={latest}
        menu={menu}
        onOpen={onOpen}
      />
      {earlier.length > 0 && (
        <section aria-label="Earlier" className="flex flex-col gap-2">
          <div className="flex items-center justify-between">
            <h2 className="text-sm font-medium">Earlier</h2>
            <Button size="small" kind="quiet" onClick={() => onAction('open:gallery')}>
              Gallery
            </Button>
          </div>
          <PictureGrid
            label="Earlier pictures"
            library={library}
            pictures={earlier.slice(0, MAX_EARLIER)}
            menu={menu}
            onPress={onOpen}
          />
        </section>
      )}
    </div>
  );
}

function EmptyStage({ isBuiltIn, onDraw }: { isBuiltIn: boolean; onDraw(prompt: string): void }) {
  return (
    <div className="m-auto w-full max-w-2xl py-6">
      <h2 className="font-display text-4xl leading-tight tracking-tight text-balance sm:text-5xl">
        What shall we draw?
      </h2>
      <p className="mt-3 mb-6 text-soft">
        {isBuiltIn
          ? 'Stickers draws at once, with nothing to download: one or two things on a plain background. It is a very small model; larger ones are in Models.'
          : 'Describe a picture, or drop one here to start from it.'}
      </p>
      {isBuiltIn && <Chips label="Examples" names={STICKER_EXAMPLES} onPick={onDraw} />}
    </div>
  );
}

function drawExample(store: ImagesStore, prompt: string): void {
  const { changeForm, draw } = store.getState();
  changeForm({ prompt });
  draw();
}
