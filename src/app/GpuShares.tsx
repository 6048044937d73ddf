import { useEffect, useState } from 'react';
import type { GpuArbiter, GpuView } from '../engine/gpu/gpu-lease.ts';
import { Button } from '../ui/Button.tsx';
import { formatBytes } from '../ui/format.ts';

const EVERY_MS = 1000;
const NAMES: Readonly<Record<string, string>> = { chat: 'Chat', images: 'Images', speech: 'Speech' };

/** What else has memory, in this tab and in others, and who waits for the GPU. Nothing while chat of this tab is alone. */
export function GpuShares({ gpu }: { gpu: GpuArbiter }) {
  const [view, setView] = useState<GpuView | null>(null);
  useEffect(() => {
    const read = () => void gpu.view().then(setView);
    read();
    const timer = setInterval(read, EVERY_MS);
    return () => clearInterval(timer);
  }, [gpu]);
  const others = view?.residents.filter(({ owner, isHere }) => owner !== 'chat' || !isHere) ?? [];
  const waiting = view?.waiting ?? [];
  if (others.length === 0 && waiting.length === 0) return null;
  return (
    <>
      <h3 className="mt-4 mb-1 text-xs font-medium text-faint">Also in memory</h3>
      <ul className="flex flex-col gap-2 text-sm">
        {others.map((resident) => (
          <Resident
            key={resident.id}
            resident={resident}
            onFree={() => void gpu.free(resident.id).then(() => gpu.view().then(setView))}
          />
        ))}
      </ul>
      {waiting.length > 0 && (
        <p className="mt-2 text-sm text-soft">
          {`Waiting for the GPU: ${waiting.map(({ owner }) => NAMES[owner] ?? owner).join(', ')}.`}
        </p>
      )}
    </>
  );
}

function Resident({ resident, onFree }: { resident: GpuView['residents'][number]; onFree(): void }) {
  const { owner, isHere, device, bytes, isBusy } = resident;
  const name = `${NAMES[owner] ?? owner}${isHere ? '' : ' in another tab'}`;
  const facts = [
    device === 'webgpu' ? 'GPU' : 'processor',
    bytes > 0 && `about ${formatBytes(bytes)}`,
    isBusy && 'busy',
  ];
  return (
    <li className="flex items-center gap-3">
      <span className="min-w-0 flex-1">
        {name} <span className="text-faint">{facts.filter(Boolean).join(' · ')}</span>
      </span>
      <Button size="small" disabled={isBusy} onClick={onFree} aria-label={`Unload ${name}`}>
        Unload
      </Button>
    </li>
  );
}
