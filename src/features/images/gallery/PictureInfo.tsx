import type { ImageParameters } from '../../../engine/images/metadata/image-parameters.ts';
import { knownParameters, type StoredPicture } from '../../../engine/images/picture-store.ts';
import { CopyButton } from '../../../ui/CopyButton.tsx';
import { formatBytes } from '../../../ui/format.ts';
import { FactList } from '../../../ui/FactList.tsx';

/** What a picture was made with. */
export function PictureInfo({ picture }: { picture: StoredPicture }) {
  const { parameters, createdAt, sizeBytes, width, height } = picture;
  const facts: [string, string][] = [
    ['Size', `${width} × ${height}, ${formatBytes(sizeBytes)}`],
    ['Made', new Date(createdAt).toLocaleString('en')],
    ...listFacts(knownParameters(picture)),
  ];
  return (
    <div className="flex flex-col gap-4 text-sm">
      <Text label="Prompt" text={parameters.prompt} />
      {parameters.negativePrompt && (
        <Text label="Negative prompt" text={parameters.negativePrompt} />
      )}
      <FactList facts={facts} />
    </div>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  if (text === '') return null;
  return (
    <div>
      <div className="flex items-center justify-between">
        <h3 className="text-xs text-faint">{label}</h3>
        <CopyButton text={text} label={`Copy the ${label.toLowerCase()}`} />
      </div>
      <p className="break-words whitespace-pre-wrap">{text}</p>
    </div>
  );
}

function listFacts({ model, task, ...parameters }: Partial<ImageParameters>): [string, string][] {
  const facts: [string, string | number | undefined][] = [
    ['Model', [model, parameters.dtype].filter(Boolean).join(' ')],
    ['Seed', parameters.seed],
    ['Steps', parameters.numInferenceSteps || undefined],
    ['Guidance', parameters.guidanceScale],
    ['Scheduler', parameters.scheduler],
    ['CLIP skip', parameters.clipSkip],
    ['Strength', parameters.strength],
    [
      'Variation',
      parameters.variation && `${parameters.variation.strength}, seed ${parameters.variation.seed}`,
    ],
    ['Kind', task === 'text-to-image' ? undefined : task?.replaceAll('-', ' ')],
    ['Software', parameters.software],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
}
