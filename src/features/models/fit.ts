import type { Verdict } from '../../engine/models/load/judge-model.ts';

/** How well a model fits a device, in a word or two for its badge. */
export interface Fit {
  level: 'fits' | 'tight' | 'no';
  label: string;
}

/** Beyond this share of what it can have, other tabs and programs make the difference. */
const TIGHT_SHARE = 0.7;

export function judgeFit(verdict: Verdict): Fit {
  switch (verdict.type) {
    case 'runs': {
      const isTight = (verdict.memoryBytes ?? 0) > TIGHT_SHARE * verdict.availableBytes;
      return isTight ? { level: 'tight', label: 'Tight' } : { level: 'fits', label: 'Fits' };
    }
    case 'too-large':
      return { level: 'no', label: 'Too large' };
    case 'needs-gpu':
    case 'no-gpu':
      return { level: 'no', label: 'Needs a GPU' };
    case 'needs-f16':
      return { level: 'no', label: verdict.hasGpu ? 'Needs another GPU' : 'Needs a GPU' };
    case 'no-build':
    case 'needs-large-wasm':
      return { level: 'no', label: 'Does not run here' };
  }
}
