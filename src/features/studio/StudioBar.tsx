import { Images, Pause } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import {
  CancelIcon,
  ContinueIcon,
  DrawIcon,
  RegenerateIcon,
  SaveIcon,
  StopIcon,
  TryAgainIcon,
  UndoIcon,
} from '../../ui/action-icons.ts';
import { ActionBar } from '../../ui/ActionBar.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { beginningOf, listSetFiles, stemOf } from './set/describe-set.ts';
import { shareDone } from './store/follow-work.ts';
import { packSet } from './set/pack-set.ts';
import { openSetSigner, type SetCredentials } from './set/sign-set.ts';
import { chosenCard, type SetPlan } from './set/plan-set.ts';
import { STAGE_WORDS, SWITCH_OF_STAGE } from './draft/stage-options.ts';
import type { RunWork, StudioRun, StudioStore } from './store/studio-state.ts';

interface StudioBarProps {
  store: StudioStore;
  library: Pick<PictureLibrary, 'add'>;
  credentials: SetCredentials;
  plan: SetPlan | undefined;
  onAction(action: StudioAction): void;
}

/** Makes the set, tells how far it is, and gives it to the person. */
export function StudioBar(props: StudioBarProps) {
  const { store, plan } = props;
  const run = useStore(store, (state) => state.run);
  if (run.status === 'running') return <RunningBar store={store} work={run.work} />;
  if (run.status === 'waiting') return <WaitingBar store={store} run={run} />;
  return (
    <ActionBar>
      <div role="status" className="min-w-0 flex-1 basis-56 text-sm">
        <Facts store={store} plan={plan} run={run} />
      </div>
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
        {run.status === 'failed' ? <FailedButtons {...props} run={run} /> : <Buttons {...props} />}
      </div>
    </ActionBar>
  );
}

function RunningBar({ store, work }: { store: StudioStore; work: RunWork }) {
  return (
    <ActionBar progress={<Progress label="Set" value={shareDone(work)} />}>
      <p role="status" className="min-w-0 flex-1 basis-40 text-sm">
        {describeWork(work)}
      </p>
      <Button onClick={store.getState().stop} aria-keyshortcuts="Escape">
        <StopIcon /> Stop
      </Button>
    </ActionBar>
  );
}

interface WaitingBarProps {
  store: StudioStore;
  run: Extract<StudioRun, { status: 'waiting' }>;
}

/** The set's place in the queue that it shares with the pictures of Images. */
function WaitingBar({ store, run }: WaitingBarProps) {
  const { stop, pauseQueue, continueQueue } = store.getState();
  return (
    <ActionBar>
      <p role="status" className="min-w-0 flex-1 basis-40 text-sm">
        {describeWait(run)}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {run.isPaused ? (
          <Button kind="primary" onClick={() => void continueQueue()}>
            <ContinueIcon /> Continue
          </Button>
        ) : (
          <Button kind="quiet" onClick={pauseQueue}>
            <Pause /> Pause
          </Button>
        )}
        <Button onClick={stop}>
          <CancelIcon /> Cancel
        </Button>
      </div>
    </ActionBar>
  );
}

function describeWait({ before, isPaused }: WaitingBarProps['run']): string {
  const ahead =
    before === 0 ? '' : before === 1 ? 'One job is before it.' : `${before} jobs are before it.`;
  if (isPaused) return ['The set is not finished: the queue is paused.', ahead].join(' ').trim();
  return ahead ? `In the queue. ${ahead}` : 'Starting…';
}

function describeWork({ toDraw, drawn, sizes, made, stage, done }: RunWork): string {
  const percent = `${Math.round(100 * done)} %`;
  if (stage === 'diffuse')
    return `Drawing picture ${Math.min(drawn + 1, toDraw)} of ${toDraw} · ${percent}`;
  if (stage === 'cut') return `Making sizes · ${made} of ${sizes}`;
  if (stage === null) return 'Starting…';
  const words = STAGE_WORDS[stage];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}…`;
}

interface FactsProps {
  store: StudioStore;
  plan: SetPlan | undefined;
  run: StudioRun;
}

function Facts({ store, plan, run }: FactsProps) {
  const project = useStore(store, (state) => state.project);
  if (run.status === 'failed') return <Failure run={run} />;
  const made = listSetFiles(project);
  const bytes = made.reduce((sum, { image }) => sum + image.sizeBytes, 0);
  const isDone = plan !== undefined && plan.stale.length === 0;
  const isCached = project.made.draws.some((draw) => draw.isCached);
  return (
    <>
      <p>{isDone ? `${countOf(made.length)} · ${formatBytes(bytes)}` : describePlan(plan)}</p>
      {isDone && isCached && (
        <p className="text-faint">Cached: the same set was drawn before, and is shown again.</p>
      )}
      {run.status === 'stopped' && <p className="text-faint">Stopped. What was made is kept.</p>}
    </>
  );
}

const countOf = (count: number) => `${count} ${count === 1 ? 'picture' : 'pictures'}`;

function describePlan(plan: SetPlan | undefined): string {
  if (!plan) return 'Choose a prompt and at least one size.';
  const { stale, toDraw } = plan;
  const sizes = `${stale.length} ${stale.length === 1 ? 'size' : 'sizes'} to make`;
  return toDraw === 0
    ? `${sizes}. Nothing is drawn again.`
    : `${sizes} from ${toDraw} drawn ${toDraw === 1 ? 'picture' : 'pictures'}.`;
}

type FailedRun = Extract<StudioRun, { status: 'failed' }>;

function Failure({ run: { error, stage } }: { run: FailedRun }) {
  const where = stage === null ? '' : `${nameStage(stage)} failed. `;
  return (
    <p className="text-danger" role="alert">
      {where}
      {describeError(error).sentence} <code className="font-mono text-xs">{error.code}</code>
      <span className="block text-faint">What was made before is kept.</span>
    </p>
  );
}

function nameStage(stage: NonNullable<FailedRun['stage']>): string {
  const words = stage === 'cut' ? 'cropping' : STAGE_WORDS[stage];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function FailedButtons({ store, run, onAction }: StudioBarProps & { run: FailedRun }) {
  const { make, makeWithout } = store.getState();
  const { error, stage } = run;
  const stageSwitch = stage === null || stage === 'cut' ? undefined : SWITCH_OF_STAGE[stage];
  return (
    <>
      {describeError(error).remedy === 'open-models' && (
        <Button onClick={() => onAction('open:models')}>Open Models</Button>
      )}
      {stageSwitch && (
        <Button onClick={() => void makeWithout(stageSwitch)}>
          Continue without {stage && stage !== 'cut' ? STAGE_WORDS[stage] : 'it'}
        </Button>
      )}
      <Button kind="primary" onClick={() => void make()}>
        <TryAgainIcon /> {stage ? 'Run again from here' : 'Try again'}
      </Button>
    </>
  );
}

function Buttons({ store, library, credentials, plan }: StudioBarProps) {
  const project = useStore(store, (state) => state.project);
  const { make, drawAnew, swapSets } = store.getState();
  const saving = useSaving(store, library, credentials);
  const isDone = plan !== undefined && plan.stale.length === 0;
  const hasImages = project.made.images.length > 0;
  return (
    <>
      {saving.problem && (
        <p role="alert" className="text-sm text-danger">
          {describeError(saving.problem).sentence}
        </p>
      )}
      {project.before && (
        <IconButton label="Back to the set before" kind="secondary" size="icon" onClick={swapSets}>
          <UndoIcon />
        </IconButton>
      )}
      {isDone && !chosenCard(project.draft)?.isPicture && (
        <Button onClick={() => void drawAnew()}>
          <RegenerateIcon /> <span className="max-sm:sr-only">Draw again</span>
        </Button>
      )}
      {isDone && (
        <Button disabled={saving.isInGallery} onClick={() => void saving.addAll()}>
          <Images />
          <span className="max-sm:sr-only">
            {saving.isInGallery ? 'In the gallery' : 'Add all to gallery'}
          </span>
        </Button>
      )}
      {isDone ? (
        <Button kind="primary" className="max-sm:flex-1" onClick={() => void saving.save()}>
          <SaveIcon /> Save zip
        </Button>
      ) : (
        <Button
          kind="primary"
          className="max-sm:flex-1"
          disabled={!plan}
          onClick={() => void make()}
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          <DrawIcon /> {plan?.toDraw === 0 && hasImages ? 'Update the set' : 'Draw the set'}
        </Button>
      )}
    </>
  );
}

/** Gives the set to the person's disk, or to the gallery. */
function useSaving(
  store: StudioStore,
  library: Pick<PictureLibrary, 'add'>,
  credentials: SetCredentials,
) {
  const made = useStore(store, ({ project }) => project.made);
  const [problem, setProblem] = useState<EngineError | null>(null);
  const [kept, setKept] = useState<typeof made | null>(null);
  const stopper = useRef(new AbortController());
  async function attempt(work: () => Promise<void>): Promise<void> {
    setProblem(null);
    await work().catch((thrown: unknown) => setProblem(EngineError.from(thrown)));
  }
  return {
    problem,
    isInGallery: kept === made,
    save: () =>
      attempt(async () => {
        const { project, files } = store.getState();
        const sign = openSetSigner(credentials, project, files);
        const zip = await packSet(project, files, stopper.current.signal, sign);
        saveFile(stemOf(project), 'zip', zip, zip.type);
      }),
    addAll: () =>
      attempt(async () => {
        const { project, files } = store.getState();
        for (const { image } of listSetFiles(project)) {
          const file = files.get(image.id);
          if (file) await library.add(file, image.parameters, beginningOf(project));
        }
        setKept(project.made);
      }),
  };
}
