import { useState } from 'react';
import { sizeOfVariant, type Dtype, type ModelManifest } from '../../engine/models/manifest.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { formatBytes } from '../../ui/format.ts';
import { formatParameters, formatTokens } from './model-facts.ts';
import { describeVerdict, findVariantToDownload } from './verdict-sentences.ts';

interface FoundModelProps {
  manifest: ModelManifest;
  verdict: Verdict | undefined;
  isHere: boolean;
  onDownload(dtype: Dtype): void;
  onClose(): void;
}

/** What a repository says of itself, and which of its builds to download. */
export function FoundModel({ manifest, verdict, isHere, onDownload, onClose }: FoundModelProps) {
  const best = (verdict && findVariantToDownload(verdict))?.dtype;
  const [chosen, setChosen] = useState<Dtype>();
  const dtype = chosen ?? best;
  const builds = manifest.variants.map((variant) => ({
    value: variant.dtype,
    label: `${variant.dtype} ${formatBytes(sizeOfVariant(manifest, variant.dtype) ?? 0)}`,
  }));
  return (
    <article
      aria-label={`Found ${manifest.title}`}
      className="rounded-xl border bg-surface p-4 sm:p-5"
    >
      <h3 className="font-medium">{manifest.title}</h3>
      {verdict && <p className="text-sm text-soft">{describeVerdict(verdict, manifest)}</p>}
      <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {describeFacts(manifest).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-faint">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {best && (
        <div className="mt-4">
          <Choice<Dtype>
            label="Build"
            value={dtype ?? best}
            options={builds}
            onChange={setChosen}
          />
          {chosen && chosen !== best && (
            <p className="mt-1 text-xs text-faint">{best} runs best on this device.</p>
          )}
        </div>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2">
        {dtype && (
          <Button kind="primary" size="small" onClick={() => onDownload(dtype)}>
            {isHere ? 'Download this build too' : 'Download'}
          </Button>
        )}
        <Button kind="quiet" size="small" onClick={onClose}>
          Close
        </Button>
      </div>
    </article>
  );
}

function describeFacts(manifest: ModelManifest) {
  const { parameters, licence, repository, revision } = manifest;
  const { architecture, contextLength } = manifest.task === 'chat' ? manifest : {};
  const shape = architecture && [
    architecture.type,
    `${architecture.layers} layers of ${architecture.hiddenSize}`,
    `${architecture.vocabularySize.toLocaleString('en')} tokens in its vocabulary`,
  ];
  const facts: [string, string | undefined][] = [
    ['Repository', `${repository} at ${revision.slice(0, 8)}`],
    ['Kind', shape?.join(', ')],
    ['Size', parameters && `about ${formatParameters(parameters)}`],
    ['Reads', contextLength && `${formatTokens(contextLength)} at once`],
    ['Licence', licence],
  ].map(([name, value]) => [name as string, value as string | undefined]);
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}
