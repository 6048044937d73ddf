import { createStore, type StoreApi } from 'zustand/vanilla';
import { recipeSchema, type Recipe } from '../../../engine/bulk/recipe.ts';
import { parseJson } from '../../../engine/parse-json.ts';
import { beginOptions } from './operation-table.ts';
import { PRESETS } from './presets.ts';

export type StepOptions = Readonly<Record<string, unknown>>;

/** An operation of the chain, which keeps its id wherever it is moved. */
export interface ChainStep {
  id: string;
  op: string;
  options: StepOptions;
}

interface ChainState {
  steps: readonly ChainStep[];
  /** What can be undone, in words; `null` where that is nothing or too small to be told. */
  undoTitle: string | null;
}

interface ChainActions {
  add(op: string): void;
  /** `undefined` leaves an option to its default. `part`: which part of it was changed. */
  setOption(id: string, name: string, value: unknown, part?: string): void;
  /** Replaces all options of some steps, by their ids. */
  changeOptions(options: ReadonlyMap<string, StepOptions>): void;
  /** One place up (-1) or down (1). */
  move(id: string, by: -1 | 1): void;
  remove(id: string, title: string): void;
  /** Puts a recipe in the place of the chain. */
  replace(recipe: Recipe, title: string): void;
  undo(): void;
  /** What was done is not to be offered for undoing any more; it can still be undone. */
  dismissUndo(): void;
}
export type ChainStore = StoreApi<ChainState & ChainActions>;

/** The chain as it was left, as JSON. */
export interface ChainDraft {
  read(): string;
  write(text: string): void;
}

const MOST_UNDOS = 100;

export function createChainStore(draft: ChainDraft): ChainStore {
  let past: (readonly ChainStep[])[] = [];
  /** While one option is being changed, all of it is one thing to undo. */
  let changing = '';

  return createStore<ChainState & ChainActions>()((set, get) => {
    function show(steps: readonly ChainStep[], undoTitle: string | null): void {
      draft.write(JSON.stringify(toRecipe(steps)));
      set({ steps, undoTitle });
    }
    function change(steps: readonly ChainStep[], undoTitle: string | null = null, what = ''): void {
      if (what === '' || what !== changing) past = [...past, get().steps].slice(-MOST_UNDOS);
      changing = what;
      show(steps, undoTitle);
    }
    return {
      steps: toSteps(readDraft(draft)),
      undoTitle: null,
      add: (op) => change([...get().steps, ...toSteps([{ op, options: beginOptions(op) }])]),
      setOption(id, name, value, part = '') {
        const steps = changeStep(get().steps, id, (options) => withOption(options, name, value));
        change(steps, null, `${id} ${name} ${part}`);
      },
      changeOptions: (options) =>
        change(
          get().steps.map((step) => ({ ...step, options: options.get(step.id) ?? step.options })),
        ),
      move(id, by) {
        const { steps } = get();
        const from = steps.findIndex((step) => step.id === id);
        const moved = steps[from];
        if (!moved || !steps[from + by]) return;
        change(steps.toSpliced(from, 1).toSpliced(from + by, 0, moved));
      },
      remove: (id, title) =>
        change(
          get().steps.filter((step) => step.id !== id),
          `“${title}” removed`,
        ),
      replace(recipe, title) {
        const isLost = get().steps.length > 0;
        change(toSteps(recipe), isLost ? `Steps replaced by “${title}”` : null);
      },
      undo() {
        const before = past.at(-1);
        if (!before) return;
        past = past.slice(0, -1);
        changing = '';
        show(before, null);
      },
      dismissUndo: () => set({ undoTitle: null }),
    };
  });
}

/** The chain as a recipe. */
export function toRecipe(steps: readonly ChainStep[]): Recipe {
  return steps.map(({ op, options }) =>
    Object.keys(options).length > 0 ? { op, options } : { op },
  );
}

function toSteps(recipe: Recipe): ChainStep[] {
  return recipe.map(({ op, options = {} }) => ({ id: crypto.randomUUID(), op, options }));
}

/** The first visit begins with the first preset. */
function readDraft(draft: ChainDraft): Recipe {
  return recipeSchema.safeParse(parseJson(draft.read())).data ?? PRESETS[0].recipe;
}

function changeStep(
  steps: readonly ChainStep[],
  id: string,
  change: (options: StepOptions) => StepOptions,
): ChainStep[] {
  return steps.map((step) => (step.id === id ? { ...step, options: change(step.options) } : step));
}

/** `undefined` leaves an option to its default. */
export function withOption(options: StepOptions, name: string, value: unknown): StepOptions {
  const { [name]: _before, ...others } = options;
  return value === undefined ? others : { ...others, [name]: value };
}
