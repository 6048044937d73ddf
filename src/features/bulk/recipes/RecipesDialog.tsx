import { BookMarked } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Recipe } from '../../../engine/bulk/recipe.ts';
import type { SavedRecipe } from '../../../storage/recipes.ts';
import { DeleteIcon, EditIcon, SaveIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { DeletedNotice } from '../../../ui/DeletedNotice.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { describeOperation } from '../chain/operation-table.ts';
import type { RecipesStore } from './recipes-store.ts';

interface RecipesDialogProps {
  store: RecipesStore;
  /** The chain as it is now. */
  present: Recipe;
  onUse(recipe: SavedRecipe): void;
}

/** Chains that were saved under a name, and the button that opens them. */
export function RecipesDialog({ store, present, onUse }: RecipesDialogProps) {
  const [isOpen, setOpen] = useState(false);
  const { recipes, removed, problem, undoRemove } = useStore(store);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        <BookMarked /> Recipes
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} title="Recipes">
        <div className="flex flex-col gap-4 overflow-y-auto px-5 py-4">
          <SaveForm present={present} onSave={store.getState().save} />
          {problem && (
            <p role="alert" className="rounded-control bg-danger-wash px-3 py-2 text-sm">
              {problem.message} <code className="font-mono text-xs text-soft">{problem.code}</code>
            </p>
          )}
          {recipes.length > 0 ? (
            <ul aria-label="Saved recipes" className="divide-y border-y">
              {recipes.map((recipe) => (
                <RecipeRow
                  key={recipe.id}
                  recipe={recipe}
                  store={store}
                  onUse={() => {
                    onUse(recipe);
                    setOpen(false);
                  }}
                />
              ))}
            </ul>
          ) : (
            <p className="text-sm text-faint">
              Give the present steps a name to use them again, or import a recipe’s file.
            </p>
          )}
          <DeletedNotice title={removed?.name ?? null} onUndo={() => void undoRemove()} />
          <ImportFile onFile={(file) => void store.getState().importFile(file)} />
        </div>
      </Dialog>
    </>
  );
}

interface SaveFormProps {
  present: Recipe;
  onSave(name: string, recipe: Recipe): void;
}

function SaveForm({ present, onSave }: SaveFormProps) {
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onSave(name.trim(), present);
        setName('');
      }}
    >
      <Field label="Name" hint={describeRecipe(present)}>
        {(id, hintId) => (
          <div className="flex gap-2">
            <input
              id={id}
              aria-describedby={hintId}
              value={name}
              maxLength={80}
              placeholder="Web shop"
              onChange={({ target }) => setName(target.value)}
              className={INPUT}
            />
            <Button type="submit" kind="primary" disabled={name.trim() === ''}>
              Save these steps
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}

interface RecipeRowProps {
  recipe: SavedRecipe;
  store: RecipesStore;
  onUse(): void;
}

function RecipeRow({ recipe, store, onUse }: RecipeRowProps) {
  const { rename, remove } = store.getState();
  const [isRenaming, setRenaming] = useState(false);
  const { id, name, operations } = recipe;
  return (
    <li className="flex flex-wrap items-center gap-1 py-2">
      <div className="min-w-0 flex-1 basis-40">
        {isRenaming ? (
          <input
            aria-label={`New name of ${name}`}
            defaultValue={name}
            maxLength={80}
            autoFocus
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            onBlur={({ target }) => {
              void rename(id, target.value.trim());
              setRenaming(false);
            }}
            className={INPUT}
          />
        ) : (
          <>
            <p className="truncate text-sm font-medium">{name}</p>
            <p className="truncate text-xs text-faint">{describeRecipe(operations)}</p>
          </>
        )}
      </div>
      <Button size="small" onClick={onUse} aria-label={`Use ${name}`}>
        Use
      </Button>
      <IconButton label={`Rename ${name}`} onClick={() => setRenaming(true)}>
        <EditIcon />
      </IconButton>
      <IconButton label={`Export ${name}`} onClick={() => void exportRecipe(recipe, store)}>
        <SaveIcon />
      </IconButton>
      <IconButton label={`Delete ${name}`} kind="danger" onClick={() => remove(id)}>
        <DeleteIcon />
      </IconButton>
    </li>
  );
}

function ImportFile({ onFile }: { onFile(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <Button size="small" onClick={() => input.current?.click()}>
        Import a recipe
      </Button>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="Recipe file"
        className="hidden"
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file) onFile(file);
          target.value = '';
        }}
      />
    </div>
  );
}

/** The steps in words: "Resize, Optimize". */
function describeRecipe(recipe: Recipe): string {
  return recipe.map(({ op }) => describeOperation(op).title).join(', ') || 'No steps';
}

/** As the command line's `--recipe` reads it. */
async function exportRecipe(recipe: SavedRecipe, store: RecipesStore): Promise<void> {
  const text = await store.getState().writeFile(recipe);
  if (text !== null) saveFile(recipe.name, 'json', text, 'application/json');
}
