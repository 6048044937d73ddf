import { Expand, X } from 'lucide-react';
import { useState } from 'react';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { MaskIcon } from '../../../ui/action-icons.ts';
import { BlobImage } from '../../../ui/BlobImage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { hasMargins, type ImageForm } from './image-form.ts';
import type { ImageSource } from '../image-job.ts';
import { NumberField } from './NumberField.tsx';

interface SourceCardProps {
  source: ImageSource;
  form: ImageForm;
  manifest: ImageManifest | undefined;
  onChangeForm(part: Partial<ImageForm>): void;
  onEditMask(): void;
  onChange(source: ImageSource | null): void;
}

/**
 * The picture to start from: how much of it to keep, which part to redraw, how much to add around
 * it.
 */
export function SourceCard({
  source,
  form,
  manifest,
  onChangeForm,
  onEditMask,
  onChange,
}: SourceCardProps) {
  const [hasFields, setFields] = useState(hasMargins(form));
  const { mask, ...withoutMask } = source;
  const isPartial = mask !== undefined || hasMargins(form);
  const problem = describeProblem(manifest, isPartial);
  return (
    <section aria-label="Start picture" className="flex flex-col gap-3 rounded-control border p-3">
      <div className="flex items-start gap-3">
        <BlobImage
          blob={source.file}
          alt="Start picture"
          className="size-24 rounded-md bg-sunken object-contain"
        />
        <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
          <p className="text-sm text-soft">
            {mask ? 'Redraws the masked area; the rest stays.' : 'Starts from this picture.'}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={onEditMask}>
              <MaskIcon /> {mask ? 'Edit the mask' : 'Mask an area'}
            </Button>
            {mask && (
              <Button size="small" kind="quiet" onClick={() => onChange(withoutMask)}>
                Remove the mask
              </Button>
            )}
            <Button size="small" aria-pressed={hasFields} onClick={() => setFields(!hasFields)}>
              <Expand /> Extend
            </Button>
          </div>
        </div>
        <IconButton label="Remove the start picture" onClick={() => onChange(null)}>
          <X />
        </IconButton>
      </div>
      {hasFields && <MarginFields form={form} onChange={onChangeForm} />}
      {isPartial ? (
        <NumberField
          label="Feather"
          hint="Pixels over which the new area fades in."
          value={form.maskFeather}
          min={0}
          max={512}
          step={1}
          onChange={(maskFeather) => onChangeForm({ maskFeather: maskFeather ?? 0 })}
        />
      ) : (
        <Field
          label="Strength"
          hint="How much to change: low keeps the picture, high keeps only its rough shape."
          aside={form.strength.toFixed(2)}
        >
          {(id, hintId) => (
            <input
              id={id}
              type="range"
              aria-describedby={hintId}
              min={0.05}
              max={1}
              step={0.05}
              value={form.strength}
              onChange={(event) => onChangeForm({ strength: event.target.valueAsNumber })}
              className="h-6 accent-accent touch:h-11"
            />
          )}
        </Field>
      )}
      {problem && (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      )}
    </section>
  );
}

const SIDES = [
  ['left', 'Left'],
  ['top', 'Top'],
  ['right', 'Right'],
  ['bottom', 'Bottom'],
] as const;

function MarginFields({
  form,
  onChange,
}: {
  form: ImageForm;
  onChange(part: Partial<ImageForm>): void;
}) {
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm text-soft">Pixels to add on each side</legend>
      <div className="grid grid-cols-4 gap-2">
        {SIDES.map(([side, label]) => (
          <NumberField
            key={side}
            label={label}
            value={form.outpaint[side]}
            min={0}
            max={1024}
            step={8}
            onChange={(pixels) => {
              const whole = Math.min(1024, Math.max(0, Math.round(pixels ?? 0)));
              onChange({ outpaint: { ...form.outpaint, [side]: whole } });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}

function describeProblem(manifest: ImageManifest | undefined, isPartial: boolean): string | null {
  if (!manifest) return null;
  const { capabilities, title } = manifest;
  if (isPartial && !capabilities.inpaint)
    return `${title} cannot redraw part of a picture. Choose another model.`;
  if (!isPartial && !capabilities.imageToImage)
    return `${title} cannot start from a picture${capabilities.inpaint ? ' without a mask' : ''}. Choose another model.`;
  return null;
}
