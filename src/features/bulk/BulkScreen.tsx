import { useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { findsFocalPoint } from '../../engine/bulk/focal-points.ts';
import type { BulkItem } from '../../engine/bulk/bulk-item.ts';
import { nameRecipe, type Recipe } from '../../engine/bulk/recipe.ts';
import { listPictureNames } from '../../engine/bulk/recipe-pictures.ts';
import { useDroppedFiles } from '../../ui/use-dropped-files.ts';
import { AddPictures } from './AddPictures.tsx';
import { BulkNotices } from './BulkNotices.tsx';
import { Chain } from './chain/Chain.tsx';
import { toRecipe, type ChainStep, type ChainStore } from './chain/chain-store.ts';
import { checkStep, hasPictures } from './chain/check-steps.ts';
import { offerShade } from './chain/offer-shade.ts';
import { EmptyBulk } from './EmptyBulk.tsx';
import { PictureList } from './list/PictureList.tsx';
import type { Thumbnails } from './list/thumbnails.ts';
import { Preview } from './preview/Preview.tsx';
import { RecipesDialog } from './recipes/RecipesDialog.tsx';
import type { RecipePicturesStore } from './chain/recipe-pictures-store.ts';
import type { RecipesStore } from './recipes/recipes-store.ts';
import { describeResults } from './results/describe-results.ts';
import { nameExample } from './results/name-pattern.ts';
import { lastOperation, nameResults } from './results/name-results.ts';
import { OutputFields } from './results/OutputFields.tsx';
import type { OutputStore } from './results/output-store.ts';
import { openResultSigner, type ResultCredentials } from './results/sign-results.ts';
import { RunBar } from './results/RunBar.tsx';
import type { BulkState, BulkStore } from './store/bulk-state.ts';
import { countTotals } from './store/outcomes.ts';
import { useBulkKeys } from './use-bulk-keys.ts';
import { usePreview } from './use-preview.ts';
import { Button } from '../../ui/Button.tsx';
import { ScreenHeader } from '../../ui/ScreenHeader.tsx';

export interface BulkScreenProps {
  store: BulkStore;
  chain: ChainStore;
  recipes: RecipesStore;
  /** Those that recipes name. */
  recipePictures: RecipePicturesStore;
  output: OutputStore;
  thumbnails: Thumbnails;
  credentials: ResultCredentials;
  /** Takes a picture to where it is cut to sizes. */
  onOpenInStudio(file: Blob): Promise<void>;
  headerEnd: React.ReactNode;
}

/** The same operations on many pictures. */
export function BulkScreen(props: BulkScreenProps) {
  const { store } = props;
  const items = useStore(store, (state) => state.items);
  const { add, dismiss, undoRemove } = store.getState();
  const onFiles = useCallback((files: readonly File[]) => void add(files), [add]);
  const isOver = useDroppedFiles(onFiles);
  return (
    <section aria-label="Bulk" className="flex h-full min-w-0 flex-col">
      <ScreenHeader title="Bulk">{props.headerEnd}</ScreenHeader>
      {items?.length === 0 && <EmptyBulk isOver={isOver} onFiles={onFiles} />}
      {items && items.length > 0 && <Work {...props} onFiles={onFiles} />}
      {isOver && items && items.length > 0 && (
        <div className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-surface/90">
          <p className="font-display text-2xl">Drop pictures to add them</p>
        </div>
      )}
      <BulkNotices store={store} onUndo={undoRemove} onDismiss={dismiss} />
    </section>
  );
}

interface WorkProps extends BulkScreenProps {
  onFiles(files: readonly File[]): void;
}

/** The list, a picture before and after, and what is done to all of them. */
function Work(props: WorkProps) {
  const { store, chain, recipes, recipePictures, output, thumbnails, credentials, onFiles } = props;
  const { items: listed, selectedId, run, work, ...actions } = useStore(store);
  const steps = useStore(chain, (state) => state.steps);
  const pictures = useStore(recipePictures, (state) => state.pictures);
  const operations = useMemo(() => toRecipe(steps), [steps]);
  const recipe = useMemo(() => nameRecipe(operations), [operations]);
  const { problems, isValid } = useMemo(() => checkSteps(steps, pictures), [steps, pictures]);
  useEffect(
    () => void recipePictures.getState().load(listPictureNames(operations)),
    [recipePictures, operations],
  );
  const { pattern, alt, sizes } = useStore(output);
  const items = useMemo(() => listed ?? [], [listed]);
  const totals = useMemo(() => countTotals(items, recipe), [items, recipe]);
  const results = useMemo(
    () => nameResults(items, { recipe, operation: lastOperation(operations), pattern }),
    [items, recipe, operations, pattern],
  );
  const { select, remove, process, retryFailed, cancel, readSource, readMade } = actions;
  const isRunning = run.status === 'running';
  const selected = items.find(({ id }) => id === selectedId) ?? items[0];
  const { x, y } = selected?.focalPoint ?? {};
  // Whatever changes what is made of the picture.
  usePreview(store, selected?.id ?? null, isValid ? `${recipe} ${x} ${y}` : null, isRunning);
  const processValid = useCallback(() => void (isValid && process()), [isValid, process]);
  useBulkKeys({ process: processValid, cancel, undo: chain.getState().undo });
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto md:grid md:grid-cols-[18rem_minmax(0,1fr)] md:content-start xl:grid-cols-[20rem_minmax(0,1fr)_22rem] xl:grid-rows-1 xl:content-stretch xl:overflow-hidden">
        <ListSide
          {...{ items, recipe, selectedId, work, thumbnails, onFiles }}
          onSelect={select}
          onRemove={remove}
        />
        {selected && (
          <Preview
            key={selected.id}
            item={selected}
            recipe={recipe}
            done={work?.id === selected.id ? work.done : undefined}
            hasFocalPoint={findsFocalPoint(operations)}
            readSource={readSource}
            readMade={readMade}
            setFocalPoint={actions.setFocalPoint}
            onShade={() => offerShade(chain)}
            onOpenInStudio={props.onOpenInStudio}
          />
        )}
        <div className="border-t md:col-span-2 xl:col-span-1 xl:min-h-0 xl:overflow-y-auto xl:border-t-0 xl:border-l">
          <ChainSide {...{ chain, recipes, recipePictures, problems, operations }} />
          <OutputFields
            store={output}
            example={results[0]?.name ?? nameExample(pattern, lastOperation(operations))}
            hasPages={operations.some(({ op }) => op === 'derivatives')}
          />
        </div>
      </div>
      <RunBar
        totals={totals}
        run={run}
        share={work?.done ?? 0}
        isValid={isValid}
        results={{
          results,
          readMade,
          describe: () => describeResults(items, results, { alt, sizes }),
          openSigner: () =>
            openResultSigner(
              credentials,
              readSource,
              operations.map(({ op }) => op),
            ),
        }}
        onProcess={() => void process()}
        onRetry={() => void retryFailed()}
        onCancel={cancel}
        onContinue={actions.resume}
      />
    </>
  );
}

interface ListSideProps extends Pick<WorkProps, 'thumbnails' | 'onFiles'> {
  items: readonly BulkItem[];
  recipe: string;
  selectedId: string | null;
  work: BulkState['work'];
  onSelect(id: string): void;
  onRemove(ids: readonly string[]): void;
}

function ListSide({ items, onFiles, onRemove, ...list }: ListSideProps) {
  const removeOne = useCallback((id: string) => onRemove([id]), [onRemove]);
  return (
    <div className="flex max-h-80 min-h-0 flex-col border-b md:max-h-[max(16rem,45vh)] md:border-r xl:max-h-none xl:border-b-0">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2 sm:px-6 xl:px-4">
        <AddPictures size="small" label="Add" onFiles={onFiles} />
        <Button
          size="small"
          kind="quiet"
          className="ml-auto"
          onClick={() => onRemove(items.map(({ id }) => id))}
        >
          Clear list
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PictureList {...list} items={items} onRemove={removeOne} />
      </div>
    </div>
  );
}

interface ChainSideProps extends Pick<BulkScreenProps, 'chain' | 'recipes' | 'recipePictures'> {
  /** One for each step; `null`: none. */
  problems: ReturnType<typeof checkSteps>['problems'];
  operations: Recipe;
}

function ChainSide({ chain, recipes, recipePictures, problems, operations }: ChainSideProps) {
  return (
    <Chain
      store={chain}
      pictures={recipePictures}
      problems={problems}
      recipes={
        <RecipesDialog
          store={recipes}
          present={operations}
          onUse={(saved) => chain.getState().replace(saved.operations, saved.name)}
        />
      }
    />
  );
}

function checkSteps(steps: readonly ChainStep[], pictures: ReadonlyMap<string, Blob | null>) {
  const problems = steps.map((step) => checkStep(step, pictures));
  const isValid =
    problems.every((problem) => problem === null) &&
    steps.every((step) => hasPictures(step, pictures));
  return { problems, isValid };
}
