import { Cpu, Gpu } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { chooseDevice, type DeviceInfo } from '../../engine/device.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Popover } from '../../ui/Popover.tsx';
import type { Studio } from '../studio.ts';
import { sumMemory, useGpuView } from './use-gpu-view.ts';

const MemoryList = lazy(() =>
  import('./MemoryList.tsx').then((module) => ({ default: module.MemoryList })),
);

interface DeviceChipProps {
  studio: Studio;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/**
 * Where models run and what is in memory, with a way to free it. Where there is little room, only
 * its icon.
 */
export function DeviceChip({ studio, isOpen, onOpenChange }: DeviceChipProps) {
  const device = useStore(studio.device);
  const resident = useStore(studio.chat.resident);
  const view = useGpuView(studio);
  const bytes = sumMemory(view);
  const hasGpu = resident
    ? resident.device === 'webgpu'
    : device && chooseDevice(device, 'auto') === 'webgpu';
  const place = hasGpu ? (resident?.adapter ?? device?.adapter?.name ?? 'GPU') : 'Processor';
  return (
    <Popover
      label="Device"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <Button
          size="small"
          kind="secondary"
          aria-label={`Device: ${place}${bytes > 0 ? `, ${formatBytes(bytes)} in memory` : ''}`}
          className="max-w-[45vw] rounded-full font-normal"
        >
          {hasGpu ? <Gpu className="text-accent" /> : <Cpu className="text-accent" />}
          <span className="hidden truncate roomy:inline">{place}</span>
          {bytes > 0 && (
            <span className="hidden text-faint roomy:inline">{formatBytes(bytes)}</span>
          )}
        </Button>
      }
    >
      <h2 className="font-medium">{place}</h2>
      <p className="mt-1 text-sm text-soft">{describeWhereItRuns(device, hasGpu === true)}</p>
      <Suspense fallback={null}>{isOpen && <MemoryList studio={studio} view={view} />}</Suspense>
    </Popover>
  );
}

function describeWhereItRuns(device: DeviceInfo | null, hasGpu: boolean): string {
  if (device === null) return 'Asking the browser.';
  if (hasGpu)
    return `Models run on the GPU with WebGPU${device.adapter?.hasShaderF16 ? ', in 16 bits where possible' : ''}.`;
  const threads = device.wasmThreads === 1 ? 'one thread' : `${device.wasmThreads} threads`;
  return `Models run on the processor with WebAssembly and ${threads}.`;
}
