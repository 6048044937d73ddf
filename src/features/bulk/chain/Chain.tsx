import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { EngineError } from '../../../engine/errors.ts';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import { UndoIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import type { RecipePicturesStore } from './recipe-pictures-store.ts';
import type { ChainStore } from './chain-store.ts';
import { describeOperation } from './operation-table.ts';
import { PRESETS } from './presets.ts';
import { StepCard } from './StepCard.tsx';
import { useReorder } from './use-reorder.ts';

interface ChainProps {
  store: ChainStore;
  pictures: RecipePicturesStore;
  /** What is wrong with each step. */
  problems: readonly (EngineError | null)[];
  /** Beside the heading: the saved recipes. */
  recipes: React.ReactNode;
}

/** What is done to every picture, step by step. */
export function Chain({ store, pictures, problems, recipes }: ChainProps) {
  const { steps, undoTitle, move, remove, setOption, changeOptions, replace, undo } =
    useStore(store);
  const list = useRef<HTMLOListElement>(null);
  const { draggedId, grab } = useReorder(list, move);
  return (
    <section aria-label="Steps" className="flex flex-col gap-3 px-4 py-4 sm:px-6 lg:px-4">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-display text-lg">Steps</h2>
        {recipes}
      </div>
      <div className="flex flex-wrap gap-1.5" role="group" aria-label="Ready-made steps">
        {PRESETS.map(({ name, hint, recipe }) => (
          <Button key={name} size="small" title={hint} onClick={() => replace(recipe, name)}>
            {name}
          </Button>
        ))}
      </div>
      {steps.length === 0 && (
        <p className="rounded-control border border-dashed px-3 py-4 text-center text-sm text-faint">
          No steps: pictures are only saved again, without their metadata.
        </p>
      )}
      <ol ref={list} className="flex flex-col gap-2">
        {steps.map((step, index) => (
          <StepCard
            key={step.id}
            step={step}
            problem={problems[index] ?? null}
            isFirst={index === 0}
            isLast={index === steps.length - 1}
            isDragged={draggedId === step.id}
            onGrab={() => grab(step.id)}
            onMove={(by) => move(step.id, by)}
            onRemove={(title) => remove(step.id, title)}
            pictures={pictures}
            onOption={(name, value, part) => setOption(step.id, name, value, part)}
            onOptions={(options) => changeOptions(new Map([[step.id, options]]))}
          />
        ))}
      </ol>
      <AddStep onAdd={store.getState().add} />
      <div role="status">
        {undoTitle && (
          <p className="flex items-center justify-between gap-2 rounded-control bg-sunken py-1 pr-1 pl-3 text-sm">
            <span className="min-w-0">{undoTitle}</span>
            <Button size="small" kind="quiet" className="text-accent" onClick={undo}>
              <UndoIcon /> Undo
            </Button>
          </p>
        )}
      </div>
    </section>
  );
}

function AddStep({ onAdd }: { onAdd(op: string): void }) {
  return (
    <Menu
      className="w-72"
      trigger={
        <Button className="self-start">
          <Plus /> Add a step
        </Button>
      }
    >
      {[...OPERATIONS.keys()].map((op) => {
        const { title, help, icon: Icon } = describeOperation(op);
        return (
          <MenuItem key={op} onSelect={() => onAdd(op)}>
            <Icon className="text-accent" aria-hidden />
            <span className="min-w-0">
              <span className="block">{title}</span>
              <span className="block text-xs text-faint">{help}</span>
            </span>
          </MenuItem>
        );
      })}
    </Menu>
  );
}
