import { Dices, Lock, LockOpen } from 'lucide-react';
import {
  listSchedulers,
  SCHEDULERS,
  type SchedulerName,
} from '../../../engine/diffusion/plan/scheduler-names.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import { Button } from '../../../ui/Button.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Choice } from '../../../ui/Choice.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { drawSeed, EMPTY_FORM, type ImageForm } from './image-form.ts';
import { NumberField } from './NumberField.tsx';
import { listRatios } from '../../../engine/diffusion/plan/picture-shapes.ts';

interface SettingsFieldsProps {
  form: ImageForm;
  /** Unknown of a model on the companion that is not in the catalogue. */
  manifest: ImageManifest | undefined;
  isOpen: boolean;
  onToggle(isOpen: boolean): void;
  onChange(part: Partial<ImageForm>): void;
}

const COUNTS = [1, 2, 4, 8].map((count) => ({ value: String(count), label: String(count) }));

/** How to draw: number and seed in sight, the rest one press away. */
export function SettingsFields({
  form,
  manifest,
  isOpen,
  onToggle,
  onChange,
}: SettingsFieldsProps) {
  return (
    <>
      <div className="flex flex-wrap gap-x-6 gap-y-4">
        <div className="flex flex-col gap-1">
          <span className="text-sm font-medium">Pictures</span>
          <Choice
            label="Number of pictures"
            value={String(form.n)}
            options={COUNTS}
            onChange={(n) => onChange({ n: Number(n) })}
          />
        </div>
        <SeedField form={form} onChange={onChange} />
      </div>
      <details
        open={isOpen}
        onToggle={(event) => onToggle(event.currentTarget.open)}
        className="border-t pt-3"
      >
        <summary className="cursor-pointer text-sm font-medium">
          {manifest ? 'Steps, guidance and scheduler' : 'Steps and guidance'}
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <AdvancedFields form={form} manifest={manifest} onChange={onChange} />
        </div>
      </details>
    </>
  );
}

type FieldsProps = Pick<SettingsFieldsProps, 'form' | 'manifest' | 'onChange'>;

/**
 * The shape of the picture, where the model lets one choose. A picture to start from decides it
 * otherwise.
 */
export function SizeField({ form, manifest, onChange }: FieldsProps) {
  if (!manifest) return <AnySize form={form} onChange={onChange} />;
  const { size } = manifest.pipeline;
  if (size.isFixed)
    return (
      <p className="text-sm text-soft">
        {size.width} × {size.height}, the only size {manifest.title} draws. Upscale makes it larger.
      </p>
    );
  const ratios = listRatios(manifest);
  const width = form.width ?? size.width;
  const height = form.height ?? size.height;
  const current = ratios.find((ratio) => ratio.width === width && ratio.height === height);
  return (
    <div className="flex flex-col gap-2">
      <span className="text-sm font-medium">Size</span>
      <Choice
        label="Aspect ratio"
        value={current?.label ?? ''}
        options={ratios.map(({ label }) => ({ value: label, label }))}
        onChange={(label) => {
          const ratio = ratios.find((candidate) => candidate.label === label);
          if (ratio) onChange({ width: ratio.width, height: ratio.height });
        }}
      />
      <Sides
        form={form}
        placeholders={{ width: String(size.width), height: String(size.height) }}
        step={size.multipleOf}
        onChange={(changed) => onChange({ width, height, ...changed })}
      />
    </div>
  );
}

/** Of a model whose own size is not known: both sides, or neither. */
function AnySize({ form, onChange }: Pick<FieldsProps, 'form' | 'onChange'>) {
  return (
    <div className="flex flex-col gap-2">
      <span className="text-sm font-medium">Size</span>
      <Sides
        form={form}
        placeholders={{ width: 'Model default', height: 'Model default' }}
        step={64}
        onChange={({ width, height }) => {
          const side = width ?? height ?? null;
          const isEmptied = width === null || height === null;
          onChange(
            isEmptied
              ? { width: null, height: null }
              : { width: width ?? form.width ?? side, height: height ?? form.height ?? side },
          );
        }}
      />
    </div>
  );
}

interface SidesProps {
  form: ImageForm;
  placeholders: Readonly<Record<'width' | 'height', string>>;
  step: number;
  onChange(side: Partial<Record<'width' | 'height', number | null>>): void;
}

function Sides({ form, placeholders, step, onChange }: SidesProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      {(['width', 'height'] as const).map((side) => (
        <NumberField
          key={side}
          label={side === 'width' ? 'Width' : 'Height'}
          value={form[side]}
          placeholder={placeholders[side]}
          min={step}
          max={2048}
          step={step}
          onChange={(value) => onChange({ [side]: value })}
        />
      ))}
    </div>
  );
}

function SeedField({ form, onChange }: Pick<FieldsProps, 'form' | 'onChange'>) {
  const { isSeedLocked } = form;
  return (
    <Field label="Seed" aside={isSeedLocked ? 'kept' : 'new each time'}>
      {(id) => (
        <div className="flex items-center gap-1">
          <input
            id={id}
            type="number"
            min={0}
            step={1}
            value={form.seed}
            onChange={({ target }) =>
              onChange({
                seed: Math.max(0, Math.trunc(target.valueAsNumber || 0)),
                isSeedLocked: true,
              })
            }
            className={joinClasses(INPUT, 'w-36')}
          />
          <IconButton
            label={isSeedLocked ? 'Unlock the seed' : 'Keep this seed'}
            aria-pressed={isSeedLocked}
            className="aria-pressed:bg-sunken aria-pressed:text-ink"
            onClick={() => onChange({ isSeedLocked: !isSeedLocked })}
          >
            {isSeedLocked ? <Lock /> : <LockOpen />}
          </IconButton>
          <IconButton label="Another seed" onClick={() => onChange({ seed: drawSeed() })}>
            <Dices />
          </IconButton>
        </div>
      )}
    </Field>
  );
}

function AdvancedFields({ form, manifest, onChange }: FieldsProps) {
  const defaults = manifest?.defaults;
  return (
    <>
      <NumberField
        label="Steps"
        hint="More steps add detail but take longer."
        value={form.numInferenceSteps}
        placeholder={String(defaults?.numInferenceSteps ?? 'Model default')}
        min={1}
        max={1000}
        step={1}
        onChange={(numInferenceSteps) => onChange({ numInferenceSteps })}
      />
      <NumberField
        label="Guidance"
        hint="How closely to follow the prompt."
        value={form.guidanceScale}
        placeholder={String(defaults?.guidanceScale ?? 'Model default')}
        min={0}
        max={50}
        step={0.5}
        onChange={(guidanceScale) => onChange({ guidanceScale })}
      />
      {manifest && <OwnFields form={form} manifest={manifest} onChange={onChange} />}
      <Button
        kind="quiet"
        size="small"
        className="self-start"
        onClick={() => {
          const { prompt: _prompt, negativePrompt: _negative, ...settings } = EMPTY_FORM;
          onChange({ ...settings, seed: form.seed });
        }}
      >
        Reset to model defaults
      </Button>
    </>
  );
}

/** What depends on the model's pipeline. */
function OwnFields({ form, manifest, onChange }: FieldsProps & { manifest: ImageManifest }) {
  const schedulers = listSchedulers(manifest.pipeline);
  return (
    <>
      <Field label="Scheduler" hint="How noise becomes a picture.">
        {(id, hintId) => (
          <select
            id={id}
            aria-describedby={hintId}
            value={form.scheduler && schedulers.includes(form.scheduler) ? form.scheduler : ''}
            onChange={(event) =>
              onChange({ scheduler: (event.target.value || null) as SchedulerName | null })
            }
            className={INPUT}
          >
            <option value="">Model default ({SCHEDULERS[schedulers[0] ?? 'euler'].title})</option>
            {schedulers.slice(1).map((name) => (
              <option key={name} value={name}>
                {SCHEDULERS[name].title}
              </option>
            ))}
          </select>
        )}
      </Field>
      <NumberField
        label="CLIP skip"
        hint="Final layers of the text encoder to skip."
        value={form.clipSkip || null}
        placeholder="0"
        min={0}
        max={11}
        step={1}
        onChange={(clipSkip) => onChange({ clipSkip: clipSkip ?? 0 })}
      />
    </>
  );
}
