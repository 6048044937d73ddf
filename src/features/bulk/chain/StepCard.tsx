import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import type { EngineError } from '../../../engine/errors.ts';
import { CancelIcon } from '../../../ui/action-icons.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Choice } from '../../../ui/Choice.tsx';
import type { RecipePicturesStore } from './recipe-pictures-store.ts';
import type { ChainStep, StepOptions } from './chain-store.ts';
import {
  changeVariant,
  describeOperation,
  fieldsOf,
  findVariant,
  type OperationForm,
  type OptionField,
} from './operation-table.ts';
import { pathWithin } from './PartFields.tsx';
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
  pictures: RecipePicturesStore;
  onOption(name: string, value: unknown, part?: string): void;
  onOptions(options: StepOptions): void;
}

/** One operation of the chain with its form. Alt with an arrow key moves it. */
export function StepCard(props: StepCardProps) {
  const { step, problem, isFirst, isLast, isDragged, onGrab, onMove, onRemove } = props;
  const form = describeOperation(step.op);
  const { title, help, icon: Icon } = form;
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
        <StepForm {...props} form={form} />
        {problem && (
          <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-xs">
            {problem.message}
          </p>
        )}
      </div>
    </li>
  );
}

/** Which option is wrong, with its part. */
function readPath(problem: EngineError | null): string | undefined {
  const path = problem?.details['option'];
  return typeof path === 'string' ? path : undefined;
}

interface StepFormProps extends StepCardProps {
  form: OperationForm;
}

/** The controls of a step's options, with those that are seldom needed folded away. */
function StepForm(props: StepFormProps) {
  const { step, problem, form, onOptions } = props;
  const variant = findVariant(form, step.options);
  const fields = fieldsOf(form, variant);
  const extras = fields.filter(({ isExtra }) => isExtra);
  const changed = extras.filter(({ name }) => name in step.options).length;
  const isWrong = extras.some(({ name }) => pathWithin(readPath(problem), name) !== undefined);
  const choose = (label: string) => {
    const next = form.variants.find((each) => each.label === label);
    if (next) onOptions(changeVariant(step.options, next));
  };
  return (
    <>
      {variant && (
        <Choice
          label="Kind"
          value={variant.label}
          options={form.variants.map(({ label }) => ({ value: label, label })).reverse()}
          onChange={choose}
        />
      )}
      <StepFields {...props} fields={fields.filter(({ isExtra }) => !isExtra)} />
      {extras.length > 0 && (
        <details {...(isWrong ? { open: true } : {})}>
          <summary className="cursor-pointer py-1 text-sm font-medium touch:min-h-11 touch:py-3">
            More options{changed > 0 && ` (${changed} set)`}
          </summary>
          <div className="pt-2">
            <StepFields {...props} fields={extras} />
          </div>
        </details>
      )}
    </>
  );
}

interface StepFieldsProps extends StepCardProps {
  fields: readonly OptionField[];
}

function StepFields({ step, problem, pictures, fields, onOption }: StepFieldsProps) {
  if (fields.length === 0) return null;
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      {fields.map((field) => (
        <StepField
          key={field.name}
          field={field}
          value={step.options[field.name]}
          problem={pathWithin(readPath(problem), field.name)}
          pictures={pictures}
          onChange={(value, part) => onOption(field.name, value, part)}
        />
      ))}
    </div>
  );
}
