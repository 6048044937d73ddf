import { useStore } from 'zustand';
import type { ModelsState } from '../../engine-client/models/models-state.ts';
import type { GpuView } from '../../engine/gpu/gpu-lease.ts';
import { isRunning } from '../../features/developers/request-log.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { tabApiOf } from '../api/tab-api.ts';
import type { Studio } from '../studio.ts';

const NAMES: Readonly<Record<string, string>> = {
  chat: 'Chat',
  images: 'Images',
  speech: 'Speech',
};
const ENGINES: Readonly<Record<string, 'chat' | 'diffusion' | 'speech'>> = {
  chat: 'chat',
  images: 'diffusion',
  speech: 'speech',
};

/**
 * What is in memory, of every engine and every tab, with a way to free it; and who waits for the
 * GPU.
 */
export function MemoryList({ studio, view }: { studio: Studio; view: GpuView | null }) {
  const models = useStore(studio.models.state);
  const answering = useStore(
    tabApiOf(studio).log,
    ({ requests }) => requests.filter(isRunning).length,
  );
  const residents = view?.residents ?? [];
  const waiting = view?.waiting ?? [];
  return (
    <>
      <h3 className="mt-4 mb-1 text-xs font-medium text-faint">In memory</h3>
      {residents.length === 0 && (
        <p className="text-sm text-soft">No models. They load when needed.</p>
      )}
      <ul className="flex flex-col gap-2 text-sm">
        {residents.map((resident) => (
          <Resident
            key={resident.id}
            resident={resident}
            title={findTitle(studio, models, resident)}
            onFree={() => void studio.gpu.free(resident.id)}
          />
        ))}
      </ul>
      {waiting.length > 0 && (
        <p className="mt-2 text-sm text-soft">
          {`Waiting for the GPU: ${waiting.map(({ owner }) => NAMES[owner] ?? owner).join(', ')}.`}
        </p>
      )}
      {answering > 0 && (
        <p className="mt-2 text-sm text-soft">
          API: answering {answering === 1 ? 'one request' : `${answering} requests`}.
        </p>
      )}
    </>
  );
}

type ResidentView = GpuView['residents'][number];

interface ResidentProps {
  resident: ResidentView;
  title: string;
  onFree(): void;
}

function Resident({ resident, title, onFree }: ResidentProps) {
  const { device, bytes, isBusy } = resident;
  const facts = [
    device === 'webgpu' ? 'GPU' : 'processor',
    bytes > 0 && `about ${formatBytes(bytes)}`,
    isBusy && 'busy',
  ];
  return (
    <li className="flex items-center gap-3">
      <span className="min-w-0 flex-1">
        {title} <span className="text-faint">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      <Button size="small" disabled={isBusy} onClick={onFree} aria-label={`Unload ${title}`}>
        Unload
      </Button>
    </li>
  );
}

/** The model's name where it is of this tab; of another tab only the kind of work is known. */
function findTitle(
  studio: Studio,
  { catalog, mirrored, installed }: ModelsState,
  { owner, isHere }: ResidentView,
) {
  const kind = NAMES[owner] ?? owner;
  if (!isHere) return `${kind} in another tab`;
  const engine = ENGINES[owner];
  const model = engine && studio[engine].resident.getState()?.model;
  const known = [...(installed ?? []).map(({ manifest }) => manifest), ...catalog, ...mirrored];
  return known.find(({ id }) => id === model)?.title ?? kind;
}
