import { Brush, FileImage, ShieldCheck, Stamp, Type, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { MAX_PAYLOAD } from '../../../engine/image-ops/marks/invisible/mark-code.ts';
import { POSITIONS } from '../../../engine/image-ops/pixels/positions.ts';
import {
  CHECK_ACTIONS,
  MARK_KINDS,
  SET_FORMATS,
  TEXT_SIZES,
  type StageSettings,
} from '../../../storage/studio/studio-project.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Slider } from '../../../ui/Slider.tsx';
import { altOf } from '../set/describe-set.ts';
import type { SetPlan } from '../set/plan-set.ts';
import { titleOfSize } from '../draft/known-sizes.ts';
import type { StudioStore } from '../store/studio-state.ts';

interface StageStripProps {
  store: StudioStore;
  plan: SetPlan | undefined;
  modelPicker: ReactNode;
}

/** What happens to the pictures, from left to right; what is in the middle can be left out. */
export function StageStrip({ store, plan, modelPicker }: StageStripProps) {
  const stages = useStore(store, ({ project }) => project.draft.stages);
  const { setStage } = store.getState();
  return (
    <section aria-label="Stages" className="@container border-t px-4 py-5 sm:px-6">
      <h2 className="sr-only">Stages</h2>
      <ol className="grid gap-3 @md:grid-cols-2 @3xl:grid-cols-5">
        <Stage icon={Brush} title="Draw">
          <div>{modelPicker}</div>
          <p className="text-xs text-faint">{describeDrawing(plan)}</p>
          {plan && plan.soft.length > 0 && (
            <p className="text-xs text-faint">{describeSoft(plan.soft)}</p>
          )}
        </Stage>
        <Stage
          icon={Type}
          title="Text"
          isOn={stages.overlay.isOn}
          onSwitch={(isOn) => setStage('overlay', { isOn })}
          off="Words on the picture, always legible."
        >
          <TextOptions
            settings={stages.overlay}
            onChange={(change) => setStage('overlay', change)}
          />
        </Stage>
        <Stage
          icon={Stamp}
          title="Watermark"
          isOn={stages.watermark.isOn}
          onSwitch={(isOn) => setStage('watermark', { isOn })}
          off="Your name, or a number that nobody sees."
        >
          <MarkOptions
            settings={stages.watermark}
            onChange={(change) => setStage('watermark', change)}
          />
        </Stage>
        <Stage
          icon={ShieldCheck}
          title="Content check"
          isOn={stages.moderation.isOn}
          onSwitch={(isOn) => setStage('moderation', { isOn })}
          off="A small classifier looks for nudity."
        >
          <Select
            label="If something is flagged"
            value={stages.moderation.action}
            values={CHECK_ACTIONS}
            words={CHECK_WORDS}
            onChange={(action) => setStage('moderation', { action })}
          />
        </Stage>
        <Stage icon={FileImage} title="File">
          <FileOptions store={store} settings={stages.output} />
        </Stage>
      </ol>
    </section>
  );
}

function describeDrawing(plan: SetPlan | undefined): string {
  if (!plan) return 'Choose a prompt and a size.';
  const bases = plan.draws.reduce((sum, { bases: drawn }) => sum + drawn.length, 0);
  const sizes = plan.draws.reduce((sum, draw) => sum + draw.sizes.length, 0);
  const pictures = bases === 1 ? 'One picture' : `${bases} pictures`;
  const served = sizes === 1 ? 'one size' : `all ${sizes} sizes`;
  return `${pictures} for ${served}${plan.toDraw === 0 ? ', drawn already' : ''}.`;
}

function describeSoft(names: readonly string[]): string {
  const titles = names.map(titleOfSize).join(', ');
  return `Larger than this model draws, and so softer: ${titles}.`;
}

interface StageProps {
  icon: LucideIcon;
  title: string;
  /** Absent: it cannot be left out. */
  isOn?: boolean;
  onSwitch?(isOn: boolean): void;
  /** What it would do. */
  off?: string;
  children: ReactNode;
}

function Stage({ icon: Icon, title, isOn = true, onSwitch, off, children }: StageProps) {
  const heading = (
    <span className="flex items-center gap-2 text-sm font-medium">
      <Icon className={joinClasses('size-4', isOn ? 'text-accent' : 'text-faint')} aria-hidden />
      {title}
    </span>
  );
  return (
    <li
      className={joinClasses(
        'flex min-w-0 flex-col gap-3 rounded-control border p-3',
        isOn ? 'bg-surface' : 'border-dashed',
      )}
    >
      {onSwitch ? (
        <label className="flex cursor-pointer items-center justify-between gap-2 touch:min-h-11">
          {heading}
          <input
            type="checkbox"
            role="switch"
            aria-label={title}
            checked={isOn}
            onChange={({ target }) => onSwitch(target.checked)}
            className="size-4 shrink-0 accent-accent"
          />
        </label>
      ) : (
        <h3 className="touch:flex touch:min-h-11 touch:items-center">{heading}</h3>
      )}
      {isOn ? children : <p className="text-xs text-faint">{off}</p>}
    </li>
  );
}

interface OptionsProps<Stage extends keyof StageSettings> {
  settings: StageSettings[Stage];
  onChange(change: Partial<StageSettings[Stage]>): void;
}

const sentence = (word: string) => {
  const words = word.replace('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const SIZE_WORDS = { normal: 'Normal', fit: 'As large as fits' } as const;

function TextOptions({ settings, onChange }: OptionsProps<'overlay'>) {
  const { text, size, position, color } = settings;
  return (
    <>
      <textarea
        aria-label="Words on the picture"
        rows={2}
        value={text}
        placeholder="Spring sale"
        onChange={({ target }) => onChange({ text: target.value })}
        className={joinClasses(INPUT, 'field-sizing-content resize-none')}
      />
      <Select
        label="Size of the words"
        value={size}
        values={TEXT_SIZES}
        words={SIZE_WORDS}
        onChange={(next) => onChange({ size: next })}
      />
      <div className="grid grid-cols-[1fr_auto] items-end gap-2">
        <Select
          label="Place of the words"
          value={position}
          values={POSITIONS}
          onChange={(next) => onChange({ position: next })}
        />
        <label className="flex flex-col gap-1 text-xs text-faint">
          Colour
          <input
            type="color"
            aria-label="Colour of the words"
            value={color}
            onChange={({ target }) => onChange({ color: target.value })}
            className="h-10 w-12 cursor-pointer rounded-control border bg-raised p-1 touch:h-11"
          />
        </label>
      </div>
    </>
  );
}

const MARK_WORDS = { text: 'Visible text', invisible: 'Invisible number' } as const;

function MarkOptions({ settings, onChange }: OptionsProps<'watermark'>) {
  const { kind, text, position, payload } = settings;
  return (
    <>
      <Select
        label="Kind of mark"
        value={kind}
        values={MARK_KINDS}
        words={MARK_WORDS}
        onChange={(next) => onChange({ kind: next })}
      />
      {kind === 'text' ? (
        <>
          <input
            aria-label="Text of the mark"
            value={text}
            maxLength={200}
            placeholder="© Your name"
            onChange={({ target }) => onChange({ text: target.value })}
            className={INPUT}
          />
          <Select
            label="Place of the mark"
            value={position}
            values={POSITIONS}
            onChange={(next) => onChange({ position: next })}
          />
        </>
      ) : (
        <Field label="Number" hint={`Whole, up to ${MAX_PAYLOAD}; Bulk reads it again.`}>
          {(id, hintId) => (
            <input
              id={id}
              aria-describedby={hintId}
              type="number"
              min={0}
              max={MAX_PAYLOAD}
              value={payload}
              onChange={({ target }) => onChange({ payload: target.valueAsNumber || 0 })}
              className={INPUT}
            />
          )}
        </Field>
      )}
    </>
  );
}

const CHECK_WORDS = { label: 'Tell me', block: 'Stop there' } as const;
const FORMAT_WORDS = { webp: 'WebP', avif: 'AVIF', jpeg: 'JPEG', png: 'PNG' } as const;

function FileOptions({
  store,
  settings,
}: {
  store: StudioStore;
  settings: StageSettings['output'];
}) {
  const project = useStore(store, (state) => state.project);
  const { setStage, setAlt } = store.getState();
  const { format, quality } = settings;
  return (
    <>
      <Select
        label="Format"
        value={format}
        values={SET_FORMATS}
        words={FORMAT_WORDS}
        onChange={(next) => setStage('output', { format: next })}
      />
      {format !== 'png' && (
        <div>
          <div className="flex justify-between text-xs text-faint">
            <span aria-hidden>Quality</span>
            <span>{quality}</span>
          </div>
          <Slider
            label="Quality"
            value={quality}
            min={30}
            max={100}
            step={1}
            onChange={(next) => setStage('output', { quality: next })}
          />
        </div>
      )}
      <label className="flex flex-col gap-1 text-xs text-faint">
        Alternative text
        <input
          value={project.draft.alt ?? ''}
          placeholder={altOf(project)}
          onChange={({ target }) => setAlt(target.value)}
          className={joinClasses(INPUT, 'text-ink')}
        />
      </label>
    </>
  );
}

interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  values: readonly Value[];
  words?: Readonly<Record<Value, string>>;
  onChange(value: Value): void;
}

function Select<Value extends string>({
  label,
  value,
  values,
  words,
  onChange,
}: SelectProps<Value>) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-xs text-faint">
      {label}
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = values.find((each) => each === target.value);
          if (chosen) onChange(chosen);
        }}
        className={joinClasses(INPUT, 'text-ink')}
      >
        {values.map((each) => (
          <option key={each} value={each}>
            {words?.[each] ?? sentence(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
