import type { BrowserDevice } from '../../engine/device.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import type { Dtype, ModelManifest } from '../../engine/models/manifest.ts';
import { formatBytes } from '../../ui/format.ts';
import { hasWeights } from './model-facts.ts';

/** Why this build, by where it computes. */
const REASONS: Record<BrowserDevice, Partial<Record<Dtype, string>>> = {
  webgpu: {
    q1f16: '1-bit weights, computed in 16 bits: smallest and fastest',
    q1: '1-bit weights, computed in 32 bits',
    q2f16: '2-bit weights, computed in 16 bits: smallest and fastest',
    q2: '2-bit weights, computed in 32 bits',
    q4f16: '4-bit weights, computed in 16 bits: smallest and fastest',
    q4: '4-bit weights, computed in 32 bits',
    fp16: '16-bit weights: no smaller build for this GPU',
    fp32: '32-bit weights: no smaller build for this GPU',
  },
  wasm: {
    q8: '8-bit weights, fastest on a processor',
    int8: '8-bit weights, fastest on a processor',
    uint8: '8-bit weights, fastest on a processor',
    q4: '4-bit weights: small, but slower on a processor than on a GPU',
    bnb4: '4-bit weights: small, but slower on a processor than on a GPU',
    q2: '2-bit weights: small, but slower on a processor than on a GPU',
    fp32: '32-bit weights: no smaller build for a processor',
  },
};

/** Why this machine computes on its processor. */
const REASONS_FOR_PROCESSOR = {
  none: 'This browser offers none.',
  settings: 'Settings ask for the processor.',
  software: 'This browser offers only a software GPU, which is slower than the processor.',
  'wrong-numbers': 'The one here gives wrong results, so the processor is used.',
} as const;

/** Whether a model runs on this device, which build is taken and why: one or two sentences. */
export function describeVerdict(verdict: Verdict, manifest: ModelManifest): string {
  switch (verdict.type) {
    case 'runs': {
      const { device, variant, memoryBytes } = verdict;
      const place = device === 'webgpu' ? 'GPU' : 'processor';
      if (!hasWeights(manifest)) return `Runs here on the ${place}.`;
      const stays = manifest.engine === 'llama-cpp' && 'its weights stay quantised in memory';
      const reason = REASONS[device][variant.dtype] ?? stays;
      const memory = memoryBytes ? ` Takes about ${formatBytes(memoryBytes)} of memory.` : '';
      return `Runs here on the ${place} as ${variant.dtype}${reason ? `: ${reason}` : ''}.${memory}`;
    }
    case 'needs-f16':
      return verdict.hasGpu
        ? 'Needs 16-bit arithmetic (shader-f16), which this GPU does not have.'
        : 'Needs a GPU with 16-bit arithmetic (shader-f16), and this browser offers none.';
    case 'needs-gpu':
      return `Needs a GPU. ${REASONS_FOR_PROCESSOR[verdict.why]}`;
    case 'too-large':
      return `Too large for this device: it needs about ${formatBytes(verdict.neededBytes)} of memory, and a tab can use about ${formatBytes(verdict.availableBytes)}.`;
    case 'no-gpu':
      return 'Settings ask for WebGPU, which this browser does not offer.';
    case 'no-build':
      return 'None of its builds runs on this device.';
    case 'needs-large-wasm':
      return 'Models in GGUF need WebAssembly with 64-bit memory and promises (JSPI), which this browser does not have. Choose a build in ONNX.';
  }
}

/** Whether there is any use in downloading it: an estimate of memory alone forbids nothing. */
export function findVariantToDownload(verdict: Verdict) {
  return verdict.type === 'runs' || verdict.type === 'too-large' ? verdict.variant : undefined;
}
