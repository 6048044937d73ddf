import { Plus } from 'lucide-react';
import { useId } from 'react';
import { useStore } from 'zustand';
import type { PromptCard } from '../../../storage/studio/studio-project.ts';
import { DeleteIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { chosenCard } from '../set/plan-set.ts';
import type { StudioStore } from '../store/studio-state.ts';

interface PromptCardsProps {
  store: StudioStore;
  /** Whether the model can be told what to leave out. */
  takesNegative: boolean;
}

/** Prompts to choose from; the chosen one can be edited. */
export function PromptCards({ store, takesNegative }: PromptCardsProps) {
  const draft = useStore(store, ({ project }) => project.draft);
  const group = useId();
  const { addCard } = store.getState();
  const chosen = chosenCard(draft);
  return (
    <section aria-label="Prompts" className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-sm font-medium">Choose what to draw</h2>
        <Button size="small" kind="quiet" onClick={addCard}>
          <Plus /> Write my own
        </Button>
      </div>
      <div role="radiogroup" aria-label="Prompt" className="flex flex-col gap-2">
        {draft.cards.map((card) => (
          <Card
            key={card.id}
            card={card}
            group={group}
            isChosen={card.id === chosen?.id}
            isOnly={draft.cards.length === 1}
            takesNegative={takesNegative}
            store={store}
          />
        ))}
      </div>
    </section>
  );
}

const PICTURE_HINT = 'Every size is cut from it; nothing is drawn.';

interface CardProps extends PromptCardsProps {
  card: PromptCard;
  group: string;
  isChosen: boolean;
  isOnly: boolean;
}

function Card({ card, group, isChosen, isOnly, takesNegative, store }: CardProps) {
  const { chooseCard, editCard, removeCard } = store.getState();
  const { id, name, prompt, negativePrompt, isPicture = false } = card;
  return (
    <div
      className={joinClasses(
        'rounded-control border bg-surface transition-colors duration-150',
        isChosen ? 'border-accent bg-raised' : 'hover:border-line-strong',
      )}
    >
      <div className="flex items-start">
        <label className="flex min-w-0 flex-1 cursor-pointer gap-3 px-3 py-2.5 touch:min-h-11">
          <input
            type="radio"
            name={group}
            checked={isChosen}
            onChange={() => chooseCard(id)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            <span className="block text-sm font-medium">{name}</span>
            {!isChosen && (
              <span className="line-clamp-2 text-sm text-soft">
                {prompt || (isPicture ? PICTURE_HINT : 'Nothing yet')}
              </span>
            )}
          </span>
        </label>
        {isChosen && !isOnly && (
          <IconButton
            label={`Delete the prompt ${name}`}
            className="m-1"
            onClick={() => removeCard(id)}
          >
            <DeleteIcon />
          </IconButton>
        )}
      </div>
      {isChosen && isPicture && <p className="px-3 pb-3 text-sm text-soft">{PICTURE_HINT}</p>}
      {isChosen && !isPicture && (
        <div className="flex flex-col gap-2 px-3 pb-3">
          <textarea
            aria-label={`Prompt of ${name}`}
            rows={2}
            value={prompt}
            placeholder="What the picture shows"
            onChange={({ target }) => editCard(id, { prompt: target.value })}
            className={joinClasses(INPUT, 'field-sizing-content resize-none')}
          />
          {takesNegative && (
            <Field label="Leave out">
              {(fieldId) => (
                <textarea
                  id={fieldId}
                  rows={1}
                  value={negativePrompt}
                  onChange={({ target }) => editCard(id, { negativePrompt: target.value })}
                  className={joinClasses(INPUT, 'field-sizing-content resize-none')}
                />
              )}
            </Field>
          )}
        </div>
      )}
    </div>
  );
}
