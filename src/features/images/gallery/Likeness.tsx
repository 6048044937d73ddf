import { Waypoints } from 'lucide-react';
import { useStore } from 'zustand';
import type { ModelsClient } from '../../../engine-client/models/models-client.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { CATALOG, EMBEDDING_MODEL } from '../../../engine/models/catalog.ts';
import { sizeOfVariant } from '../../../engine/models/manifest.ts';
import { CancelIcon, TryAgainIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { DownloadProgress } from '../../../ui/DownloadProgress.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { Progress } from '../../../ui/Progress.tsx';
import { PictureGrid } from './PictureGrid.tsx';
import type { LikenessRun, LikenessStore } from '../search/likeness-store.ts';

interface LikenessProps {
  store: LikenessStore;
  models: Pick<ModelsClient, 'state'>;
}

/** Whether the search finds what words mean, too. */
export function MeaningToggle({ store, models }: LikenessProps) {
  const { run, turnOn, turnOff } = useStore(store);
  const cost = useCost(models);
  const isOn = run.status === 'ready' || run.status === 'preparing';
  return (
    <Button
      size="small"
      aria-pressed={isOn}
      className="h-9 aria-pressed:bg-accent-wash aria-pressed:text-accent"
      onClick={() => (isOn ? turnOff() : void turnOn())}
    >
      <Waypoints /> By meaning
      {!isOn && cost && <span className="text-xs text-faint">{cost}</span>}
    </Button>
  );
}

/** How far the prompts are read, or why they are not. */
export function LikenessStatus({ store, models }: LikenessProps) {
  const { run, turnOff } = useStore(store);
  if (run.status === 'failed') return <Failed store={store} run={run} />;
  if (run.status !== 'preparing') return null;
  return (
    <div className="flex items-center gap-3 rounded-control bg-sunken px-4 py-3 text-sm">
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <Preparing run={run} models={models} />
      </div>
      <Button size="small" onClick={turnOff}>
        <CancelIcon /> Cancel
      </Button>
    </div>
  );
}

function Preparing({
  run: { done, total },
  models,
}: Pick<LikenessProps, 'models'> & { run: Extract<LikenessRun, { status: 'preparing' }> }) {
  const download = useStore(models.state, ({ downloads }) => downloads[EMBEDDING_MODEL]);
  if (download)
    return (
      <>
        <p>Fetching the model that reads prompts</p>
        <DownloadProgress {...download} title={download.manifest.title} />
      </>
    );
  return (
    <>
      <p className="tabular-nums">
        {total === 0
          ? 'Getting ready to read prompts'
          : `Reading prompts, ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`}
      </p>
      <Progress label="Prompts read" value={total > 0 ? done / total : null} />
    </>
  );
}

function Failed({
  store,
  run: { error },
}: Pick<LikenessProps, 'store'> & { run: Extract<LikenessRun, { status: 'failed' }> }) {
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-control bg-danger-wash px-4 py-2 text-sm"
    >
      <p className="min-w-0 flex-1 basis-60">
        {describeError(error).sentence}{' '}
        <code className="font-mono text-xs text-soft">{error.code}</code>
      </p>
      <Button size="small" onClick={() => void store.getState().turnOn()}>
        <TryAgainIcon /> Try again
      </Button>
    </div>
  );
}

interface LikePicturesProps extends LikenessProps {
  library: PictureLibrary;
  picture: StoredPicture;
  onOpen(id: string): void;
}

/** Pictures whose prompts mean nearly the same, each to be opened. */
export function LikePictures({ store, models, library, picture, onOpen }: LikePicturesProps) {
  const { run, findLike, turnOn } = useStore(store);
  const pictures = useStore(library.state).pictures ?? [];
  const cost = useCost(models);
  if (picture.parameters.prompt.trim() === '') return null;
  if (run.status === 'off')
    return (
      <div>
        <Button size="small" onClick={() => void turnOn()}>
          <Waypoints /> More like this
          {cost && <span className="text-xs text-faint">{cost}</span>}
        </Button>
      </div>
    );
  const like = findLike(picture.id).flatMap((id) => pictures.find((each) => each.id === id) ?? []);
  return (
    <section aria-label="More like this" className="flex flex-col gap-1.5 text-sm">
      <h3 className="text-xs text-faint">More like this</h3>
      <LikenessStatus store={store} models={models} />
      {like.length > 0 && (
        <PictureGrid
          label="More like this"
          library={library}
          pictures={like}
          size="small"
          onPress={({ id }) => onOpen(id)}
        />
      )}
      {run.status === 'ready' && like.length === 0 && (
        <p className="text-soft">No other picture is about the same.</p>
      )}
    </section>
  );
}

/** What the first press fetches; empty once it is here. */
function useCost(models: LikenessProps['models']): string {
  const isHere = useStore(models.state, ({ installed }) =>
    installed?.some(({ manifest }) => manifest.id === EMBEDDING_MODEL),
  );
  const manifest = CATALOG.find(({ id }) => id === EMBEDDING_MODEL);
  const bytes = manifest && sizeOfVariant(manifest, manifest.variants[0]?.dtype ?? 'int8');
  return isHere || bytes === undefined ? '' : formatBytes(bytes);
}
