import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import {
  CancelIcon,
  ContinueIcon,
  DrawIcon,
  StopIcon,
  TryAgainIcon,
} from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { findDrawing, type DrawingState } from './find-drawing.ts';
import FinishedPicture from './FinishedPicture.tsx';
import type { PictureParts } from './picture-parts.ts';
import { describeRun } from './queue/describe-run.ts';
import { RunPreview } from './queue/RunPreview.tsx';

interface DrawnPicturesProps extends PictureParts {
  /** Ids of the requests, the oldest first. */
  jobIds: readonly string[];
  /** Asks for another picture of the same. */
  onDrawAgain(): void;
}

/**
 * Pictures that were asked for elsewhere, such as in an answer, as far as they are: drawn, being
 * drawn, waiting, or not to be had.
 */
export default function DrawnPictures(props: DrawnPicturesProps) {
  const { store, library, jobIds } = props;
  const queue = useStore(store);
  const { pictures } = useStore(library.state);
  const all = jobIds.map((jobId) => ({ jobId, state: findDrawing(jobId, queue, pictures) }));
  // A failure is shown only until something newer succeeds.
  const shown = all.filter(({ state }, place) => !isNothing(state) || place === all.length - 1);
  return (
    <ul aria-label="Drawn pictures" className="flex flex-wrap gap-4">
      {shown.map(({ jobId, state }) => (
        <li key={jobId} className="w-full max-w-80">
          <Drawn {...props} jobId={jobId} state={state} />
        </li>
      ))}
    </ul>
  );
}

const isNothing = ({ status }: DrawingState): boolean => status === 'gone' || status === 'failed';

function Drawn(props: DrawnPicturesProps & { jobId: string; state: DrawingState }) {
  const { state, jobId, store, onDrawAgain } = props;
  switch (state.status) {
    case 'done':
      return <FinishedPicture {...props} picture={state.picture} />;
    case 'running':
      return <Running {...props} run={state.run} />;
    case 'waiting':
      return (
        <Waiting store={store} jobId={jobId} before={state.before} isPaused={state.isPaused} />
      );
    case 'failed':
      return (
        <Nothing isAlert sentence={describeError(state.error).sentence}>
          <Button size="small" onClick={onDrawAgain}>
            <TryAgainIcon /> Try again
          </Button>
        </Nothing>
      );
    case 'gone':
      return (
        <Nothing sentence="No picture: it was stopped or deleted.">
          <Button size="small" onClick={onDrawAgain}>
            <DrawIcon /> Draw
          </Button>
        </Nothing>
      );
    case 'unknown':
      return <div className={FRAME} aria-busy />;
  }
}

const FRAME = 'aspect-square w-full overflow-hidden rounded-control bg-sunken';

function Running({
  store,
  models,
  run,
}: DrawnPicturesProps & { run: Extract<DrawingState, { run: unknown }>['run'] }) {
  const { downloads } = useStore(models.state);
  return (
    <div className="flex flex-col gap-2">
      <div className={FRAME} aria-busy>
        <RunPreview run={run} />
      </div>
      <div className="flex items-center gap-3">
        <Button size="small" disabled={run.status === 'stopping'} onClick={store.getState().stop}>
          <StopIcon fill="currentColor" /> Stop
        </Button>
        <span role="status" className="text-xs text-faint tabular-nums">
          {describeRun(run, downloads[run.job.model])}
        </span>
      </div>
    </div>
  );
}

function Waiting({
  store,
  jobId,
  before,
  isPaused,
}: Pick<PictureParts, 'store'> & { jobId: string; before: number; isPaused: boolean }) {
  const { resume, cancel } = store.getState();
  return (
    <Nothing
      sentence={
        before > 0
          ? `Waiting for ${before === 1 ? 'another picture' : `${before} other pictures`}.`
          : 'Waiting.'
      }
    >
      {isPaused && (
        <Button size="small" onClick={resume}>
          <ContinueIcon /> Continue
        </Button>
      )}
      <Button size="small" onClick={() => cancel(jobId)}>
        <CancelIcon /> Cancel
      </Button>
    </Nothing>
  );
}

function Nothing({
  sentence,
  isAlert = false,
  children,
}: {
  sentence: string;
  isAlert?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-2 rounded-control border px-4 py-3">
      <p role={isAlert ? 'alert' : 'status'} className="text-sm text-soft">
        {sentence}
      </p>
      <div className="flex flex-wrap gap-2">{children}</div>
    </div>
  );
}
