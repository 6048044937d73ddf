import { Cpu, Gpu } from 'lucide-react';
import { useStore } from 'zustand';
import { findModel } from '../engine-client/list-models.ts';
import { chooseDevice } from '../engine/device.ts';
import { sizeOfVariant } from '../engine/models/manifest.ts';
import { Button } from '../ui/Button.tsx';
import { formatBytes } from '../ui/format.ts';
import { Popover } from '../ui/Popover.tsx';
import { GpuShares } from './GpuShares.tsx';
import type { Studio } from './studio.ts';

interface DeviceChipProps {
  studio: Studio;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
}

/** Where models run and what is in memory, with a way to free it. */
export function DeviceChip({ studio, isOpen, onOpenChange }: DeviceChipProps) {
  const device = useStore(studio.device);
  const resident = useStore(studio.chat.resident);
  const models = useStore(studio.models.state);
  const manifest = resident ? findModel(models, 'chat', resident.model) : undefined;
  const sizeBytes = manifest && resident ? sizeOfVariant(manifest, resident.dtype) : undefined;
  const hasGpu = resident ? resident.device === 'webgpu' : device && chooseDevice(device, 'auto') === 'webgpu';
  const place = hasGpu ? (resident?.adapter ?? device?.adapter?.name ?? 'GPU') : 'Processor';
  return (
    <Popover
      label="Device"
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="small" kind="secondary" className="max-w-[45vw] rounded-full font-normal">
          {hasGpu ? <Gpu className="text-accent" /> : <Cpu className="text-accent" />}
          <span className="sr-only">Device:</span>
          <span className="truncate">{place}</span>
          {sizeBytes !== undefined && <span className="hidden text-faint sm:inline">{formatBytes(sizeBytes)}</span>}
        </Button>
      }
    >
      <h2 className="font-medium">{place}</h2>
      <p className="mt-1 text-sm text-soft">
        {device === null
          ? 'Asking the browser.'
          : hasGpu
            ? `Models run on the GPU through WebGPU${device.adapter?.hasShaderF16 ? ', in 16 bits where they can' : ''}.`
            : `Models run on the processor through WebAssembly with ${device.wasmThreads === 1 ? 'one thread' : 'several threads'}.`}
      </p>
      <h3 className="mt-4 mb-1 text-xs font-medium text-faint">In memory</h3>
      {resident && manifest ? (
        <div className="flex items-center gap-3 text-sm">
          <span className="min-w-0 flex-1 truncate">
            {manifest.title}{' '}
            <span className="text-faint">
              {[resident.dtype, sizeBytes && formatBytes(sizeBytes)].filter(Boolean).join(' · ')}
            </span>
          </span>
          <Button size="small" onClick={studio.chat.unload} aria-label={`Unload ${manifest.title}`}>
            Unload
          </Button>
        </div>
      ) : (
        <p className="text-sm text-soft">No model. The next question loads one.</p>
      )}
      {isOpen && <GpuShares gpu={studio.gpu} />}
    </Popover>
  );
}
