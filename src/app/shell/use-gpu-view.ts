import { useEffect, useState } from 'react';
import type { GpuView } from '../../engine/gpu/gpu-lease.ts';
import type { Studio } from '../studio.ts';

const EVERY_MS = 2000;

/**
 * Who has memory and who waits, in all tabs: read again when something of this tab changes, and now
 * and then for the other tabs.
 */
export function useGpuView({ gpu, chat, diffusion, speech }: Studio): GpuView | null {
  const [view, setView] = useState<GpuView | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const read = () => {
      if (document.visibilityState === 'hidden') return;
      void gpu.view().then(
        (next) => isCurrent && setView(next),
        () => undefined,
      );
    };
    read();
    const timer = setInterval(read, EVERY_MS);
    const stops = [chat, diffusion, speech].map(({ resident }) => resident.subscribe(read));
    return () => {
      isCurrent = false;
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  }, [gpu, chat, diffusion, speech]);
  return view;
}

/** Bytes of everything in memory, of all engines and tabs, as far as it is known. */
export function sumMemory(view: GpuView | null): number {
  return view?.residents.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
}
