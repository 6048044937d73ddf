import type { Correction } from '../../../engine/diffusion/diffusion-engine.ts';
import { quoteStart } from '../quote-start.ts';

/** Impossible values, and their replacements. */
export function Corrections({ corrections }: { corrections: readonly Correction[] }) {
  if (corrections.length === 0) return null;
  return (
    <ul aria-label="Corrections" className="text-sm text-soft">
      {corrections.map((correction) => (
        <li key={correction.field}>{describeCorrection(correction)}</li>
      ))}
    </ul>
  );
}

const FIELDS: Readonly<Record<Correction['field'], string>> = {
  width: 'Width',
  height: 'Height',
  numInferenceSteps: 'Steps',
  image: 'Start picture',
  prompt: 'the prompt',
  negativePrompt: 'the negative prompt',
};

function describeCorrection({ field, asked, used, reason }: Correction): string {
  if (field !== 'prompt' && field !== 'negativePrompt')
    return `${FIELDS[field]} ${used} instead of ${asked}: ${reason}.`;
  return `Left out of ${FIELDS[field]}, because ${reason}: ${quoteStart(asked)}.`;
}
