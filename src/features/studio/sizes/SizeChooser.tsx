import { Check, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { MAX_SIDE } from '../../../engine/image-ops/options.ts';
import type { WantedSize } from '../../../engine/studio/batch/plan-bases.ts';
import { Button } from '../../../ui/Button.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { Popover } from '../../../ui/Popover.tsx';
import type { StudioStore } from '../store/studio-state.ts';
import { KNOWN_SIZES } from '../draft/known-sizes.ts';

/** Which sizes are made: those that pages and services ask for, and one's own. */
export function SizeChooser({ store }: { store: StudioStore }) {
  const sizes = useStore(store, ({ project }) => project.draft.sizes);
  const { addSize, removeSize } = store.getState();
  const own = sizes.filter(({ name }) => !KNOWN_SIZES.some((known) => known.name === name));
  return (
    <div
      role="group"
      aria-label="Sizes"
      className="flex flex-wrap gap-1.5 border-b px-4 py-3 sm:px-6"
    >
      {KNOWN_SIZES.map(({ title, ...size }) => {
        const isChosen = sizes.some(({ name }) => name === size.name);
        return (
          <SizeChip
            key={size.name}
            size={size}
            title={title}
            isChosen={isChosen}
            onToggle={() => (isChosen ? removeSize(size.name) : addSize(size))}
          />
        );
      })}
      {own.map((size) => (
        <SizeChip
          key={size.name}
          size={size}
          title={size.name}
          isChosen
          onToggle={() => removeSize(size.name)}
        />
      ))}
      <OwnSize taken={sizes.map(({ name }) => name)} onAdd={addSize} />
    </div>
  );
}

interface SizeChipProps {
  size: WantedSize;
  title: string;
  isChosen: boolean;
  onToggle(): void;
}

const SHAPE_SIDE = 16;

/** With its shape in small. */
function SizeChip({ size: { width, height }, title, isChosen, onToggle }: SizeChipProps) {
  const scale = SHAPE_SIDE / Math.max(width, height);
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={`${width} × ${height}`}
      onClick={onToggle}
      className={joinClasses(
        'flex h-8 items-center gap-1.5 rounded-full border px-2.5 text-[0.8125rem] transition-colors duration-150 touch:h-11',
        isChosen
          ? 'border-accent bg-accent-wash text-ink'
          : 'bg-surface text-soft hover:border-line-strong hover:text-ink',
      )}
    >
      <span aria-hidden className="flex size-4 items-center justify-center">
        <span
          className={joinClasses('border', isChosen ? 'border-accent bg-accent' : 'border-current')}
          style={{ width: Math.max(4, width * scale), height: Math.max(4, height * scale) }}
        />
      </span>
      {title}
      {isChosen && <Check className="size-3.5 text-accent" aria-hidden />}
    </button>
  );
}

interface OwnSizeProps {
  taken: readonly string[];
  onAdd(size: WantedSize): void;
}

function OwnSize({ taken, onAdd }: OwnSizeProps) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [width, setWidth] = useState(1200);
  const [height, setHeight] = useState(900);
  const isValid = [width, height].every(
    (side) => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE,
  );
  const title = name.trim() || `${width}x${height}`;
  const isTaken = taken.includes(title);
  return (
    <Popover
      label="Own size"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="flex h-8 items-center gap-1.5 rounded-full border border-dashed px-2.5 text-[0.8125rem] text-soft hover:border-line-strong hover:text-ink touch:h-11"
        >
          {isOpen ? <X className="size-4" /> : <Plus className="size-4" />} Own size
        </button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isValid || isTaken) return;
          onAdd({ name: title, width, height });
          setName('');
          setOpen(false);
        }}
      >
        <Field label="Name">
          {(id) => (
            <input
              id={id}
              value={name}
              maxLength={40}
              placeholder={`${width}x${height}`}
              onChange={({ target }) => setName(target.value)}
              className={INPUT}
            />
          )}
        </Field>
        <div className="grid grid-cols-2 gap-2">
          <SideField label="Width" value={width} onChange={setWidth} />
          <SideField label="Height" value={height} onChange={setHeight} />
        </div>
        {isTaken && <p className="text-xs text-danger">There is a size of this name.</p>}
        {!isValid && (
          <p className="text-xs text-danger">
            Sides are whole numbers from 1 to {MAX_SIDE}, in pixels.
          </p>
        )}
        <Button type="submit" kind="primary" disabled={!isValid || isTaken}>
          Add size
        </Button>
      </form>
    </Popover>
  );
}

interface SideFieldProps {
  label: string;
  value: number;
  onChange(value: number): void;
}

function SideField({ label, value, onChange }: SideFieldProps) {
  return (
    <Field label={label} aside="px">
      {(id) => (
        <input
          id={id}
          type="number"
          min={1}
          max={MAX_SIDE}
          value={Number.isNaN(value) ? '' : value}
          onChange={({ target }) => onChange(target.valueAsNumber)}
          className={INPUT}
        />
      )}
    </Field>
  );
}
