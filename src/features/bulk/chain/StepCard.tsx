import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import type { EngineError } from '../../../engine/errors.ts';
import { CancelIcon } from '../../../ui/action-icons.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { ChainStep } from './chain-store.ts';
import { describeOperation } from './operation-table.ts';
import { StepField } from './StepField.tsx';

interface StepCardProps {
  step: ChainStep;
  /** What is wrong with its options. */
  problem: EngineError | null;
  isFirst: boolean;
  isLast: boolean;
  isDragged: boolean;
  onGrab(): void;
  onMove(by: -1 | 1): void;
  onRemove(title: string): void;
  onOption(name: string, value: unknown): void;
}

/** One operation of the chain with its form. Alt with an arrow key moves it. */
export function StepCard(props: StepCardProps) {
  const { step, problem, isFirst, isLast, isDragged, onGrab, onMove, onRemove, onOption } = props;
  const { title, help, icon: Icon, fields } = describeOperation(step.op);
  function press(event: React.KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (!event.altKey || by === 0) return;
    event.preventDefault();
    onMove(by);
  }
  return (
    <li
      data-step={step.id}
      aria-label={title}
      onKeyDown={press}
      className={joinClasses(
        'rounded-control border bg-raised',
        isDragged && 'border-accent shadow-float',
      )}
    >
      <div className="flex items-center gap-1 py-1 pr-1 pl-1">
        <span
          aria-hidden
          onPointerDown={(event) => {
            event.preventDefault();
            onGrab();
          }}
          className="flex h-9 w-7 shrink-0 cursor-grab touch-none items-center justify-center text-faint active:cursor-grabbing touch:h-11"
        >
          <GripVertical className="size-4" />
        </span>
        <Icon className="size-4 shrink-0 text-accent" aria-hidden />
        <h3 className="min-w-0 flex-1 truncate pl-1 text-sm font-medium">{title}</h3>
        <IconButton
          label={`Move ${title} up`}
          shortcut="Alt ↑"
          disabled={isFirst}
          onClick={() => onMove(-1)}
        >
          <ArrowUp />
        </IconButton>
        <IconButton
          label={`Move ${title} down`}
          shortcut="Alt ↓"
          disabled={isLast}
          onClick={() => onMove(1)}
        >
          <ArrowDown />
        </IconButton>
        <IconButton label={`Remove ${title}`} onClick={() => onRemove(title)}>
          <CancelIcon />
        </IconButton>
      </div>
      <div className="flex flex-col gap-3 px-3 pb-3">
        {help && <p className="text-xs text-faint">{help}</p>}
        {fields.length > 0 && (
          <div className="grid grid-cols-2 items-start gap-3">
            {fields.map((field) => (
              <StepField
                key={field.name}
                field={field}
                value={step.options[field.name]}
                isWrong={problem?.details.option === field.name}
                onChange={(value) => onOption(field.name, value)}
              />
            ))}
          </div>
        )}
        {problem && (
          <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-xs">
            {problem.message}
          </p>
        )}
      </div>
    </li>
  );
}
