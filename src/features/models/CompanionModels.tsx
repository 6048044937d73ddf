import { useStore } from 'zustand';
import {
  hostOfCompanion,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { CompanionModel, CompanionTask } from '../../engine/companion/companion-model.ts';
import { Button } from '../../ui/Button.tsx';

export interface CompanionModelsProps {
  companion: Observable<CompanionState>;
  /** What someone looks for. */
  words: string;
  onUse(model: CompanionModel): void;
}

/** The models of the companion, beside those of this device. */
export function CompanionModels({ companion, words, onUse }: CompanionModelsProps) {
  const state = useStore(companion);
  const shown = state.models.filter((model) => hasWords(model, words));
  if (shown.length === 0) return null;
  return (
    <section aria-label="On your companion" className="flex flex-col gap-3">
      <h2 className="text-sm font-medium text-faint">
        On your companion · {hostOfCompanion(state)}
      </h2>
      {state.status === 'away' && (
        <p role="status" className="text-sm text-danger">
          Your companion cannot be reached. Retrying automatically.
        </p>
      )}
      <ul className="grid gap-3 lg:grid-cols-2">
        {shown.map((model) => (
          <Card
            key={model.id}
            model={model}
            isAway={state.status === 'away'}
            onUse={() => onUse(model)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  model: CompanionModel;
  isAway: boolean;
  onUse(): void;
}

function Card({ model, isAway, onUse }: CardProps) {
  const { title, name, home, task, capabilities } = model;
  return (
    <li aria-label={title} className="flex flex-col gap-2 rounded-xl border bg-surface p-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-medium break-words">{title}</h3>
        <span className="ml-auto shrink-0 rounded-full bg-accent-wash px-2 py-0.5 text-xs text-accent">
          On your companion
        </span>
      </div>
      <p className="text-sm break-words text-soft">{describe(capabilities, home)}</p>
      <div className="mt-auto flex flex-wrap items-center gap-2 pt-1">
        <Button
          size="small"
          disabled={isAway}
          onClick={onUse}
          aria-label={`${USES[task]} with ${title}`}
        >
          {USES[task]}
        </Button>
        {name !== title && <span className="text-xs break-all text-faint">{name}</span>}
      </div>
    </li>
  );
}

const USES: Readonly<Record<CompanionTask, string>> = {
  chat: 'Chat',
  image: 'Draw',
  speech: 'Speak',
};

function describe(capabilities: readonly string[], home: string): string {
  const place =
    home === 'local' ? 'Runs on your companion' : `Runs on ${home}, through your companion`;
  return capabilities.includes('pictures') ? `${place}, and looks at pictures.` : `${place}.`;
}

function hasWords({ name, task }: CompanionModel, words: string): boolean {
  const text = `${name} ${task} companion`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
