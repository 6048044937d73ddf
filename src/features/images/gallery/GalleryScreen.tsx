import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { useDroppedFiles } from '../../../ui/use-dropped-files.ts';
import { CollectionBar } from '../collections/CollectionBar.tsx';
import { CollectionsDialog } from '../collections/CollectionsDialog.tsx';
import type { CollectionsStore } from '../collections/collections-store.ts';
import { ImportStatus } from '../import/ImportStatus.tsx';
import type { ImportStore } from '../import/import-store.ts';
import { EmptyGallery } from './EmptyGallery.tsx';
import { FilterBar } from './FilterBar.tsx';
import { LikenessStatus, MeaningToggle } from './Likeness.tsx';
import type { LikenessStore } from '../search/likeness-store.ts';
import { useMeanings } from '../search/use-meanings.ts';
import { filterPictures, NO_FILTER, type PictureFilter } from '../search/filter-pictures.ts';
import { ImportNotes } from './ImportNotes.tsx';
import { LibraryNotices } from './LibraryNotices.tsx';
import { Lightbox } from './Lightbox.tsx';
import { PictureGrid } from './PictureGrid.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { sortPictures, type PictureOrder } from '../search/sort-pictures.ts';
import { SavingPictures } from './SavingPictures.tsx';
import { usePictureActions, type PictureActionProps } from './use-picture-actions.ts';

export interface GalleryScreenProps extends PictureActionProps {
  codec: PictureCodec;
  collections: CollectionsStore;
  imports: ImportStore;
  likeness: LikenessStore;
  /** A picture to begin with, open. */
  startId: string | null;
  /** It is open. */
  onStart(): void;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Every picture of this browser. */
export function GalleryScreen(props: GalleryScreenProps) {
  const { library, startId, onStart, onAction } = props;
  const { pictures, importNotes } = useStore(library.state);
  const [filter, setFilter] = useState<PictureFilter>(NO_FILTER);
  const [order, setOrder] = useState<PictureOrder>('newest');
  const [foundOrder, setFoundOrder] = useState<PictureOrder>('fit');
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [collecting, setCollecting] = useState<readonly string[]>([]);
  const [openId, setOpenId] = useState(startId);
  useEffect(() => void (startId !== null && onStart()), [startId, onStart]);
  const [problem, setProblem] = useState<EngineError | null>(null);
  const { collections } = useStore(props.collections);
  const meanings = useMeanings(props.likeness, filter.words);
  const isSearching = filter.words.trim() !== '';
  const shownOrder = isSearching ? foundOrder : order;
  const shown = useMemo(() => {
    const found = filterPictures(pictures ?? [], filter, collections ?? [], meanings);
    return sortPictures(found.pictures, shownOrder, found.fits);
  }, [pictures, filter, collections, meanings, shownOrder]);
  const here = useMemo(() => new Set(pictures?.map(({ id }) => id)), [pictures]);
  const report = useCallback((thrown: unknown) => setProblem(EngineError.from(thrown)), []);
  const { imports } = props;
  const keepFiles = useCallback(
    (files: readonly File[], folder?: string) => {
      setProblem(null);
      library.dismissImportNotes();
      void imports.getState().start({ files, ...(folder ? { folder } : {}) });
    },
    [library, imports],
  );
  useDroppedFiles(keepFiles);
  const { actions, saving, setSaving } = usePictureActions(props);
  const collect = (list: readonly StoredPicture[]) => setCollecting(list.map(({ id }) => id));
  const openImages = () => onAction('open:images');

  const importStatus = (
    <ImportStatus
      store={imports}
      collections={props.collections}
      onShow={(collectionId) => setFilter({ ...NO_FILTER, collectionId })}
      onRemove={(ids) => void library.remove(ids)}
    />
  );
  function press(picture: StoredPicture) {
    if (!chosen) return setOpenId(picture.id);
    const next = new Set(chosen);
    if (!next.delete(picture.id)) next.add(picture.id);
    setChosen(next);
  }
  return (
    <section aria-label="Gallery" className="flex h-full min-w-0 flex-col">
      <header className="flex h-14 shrink-0 items-center justify-between gap-3 border-b px-4 sm:px-6">
        <h1 className="font-display text-xl">Gallery</h1>
        {props.headerEnd}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 sm:px-6">
        {pictures?.length === 0 ? (
          <>
            {importStatus}
            <EmptyGallery onDraw={openImages} onFiles={keepFiles} />
          </>
        ) : (
          <div className="flex flex-col gap-4">
            <CollectionBar
              store={props.collections}
              pictureIds={here}
              chosenId={filter.collectionId}
              onChoose={(collectionId) => setFilter({ ...filter, collectionId })}
            />
            <FilterBar
              filter={filter}
              order={shownOrder}
              pictures={pictures ?? []}
              onChange={setFilter}
              onOrder={isSearching ? setFoundOrder : setOrder}
            >
              <MeaningToggle store={props.likeness} models={props.models} />
            </FilterBar>
            <LikenessStatus store={props.likeness} models={props.models} />
            <SelectionBar
              shown={shown}
              selected={shown.filter(({ id }) => chosen?.has(id))}
              isSelecting={chosen !== null}
              onStart={() => setChosen(new Set())}
              onEnd={() => setChosen(null)}
              onAll={() => setChosen(new Set(shown.map(({ id }) => id)))}
              onFiles={keepFiles}
              onProcess={(list) => void actions.takeToBulk(list)}
              onCollect={collect}
              onSave={actions.save}
              onRemove={(list) => {
                actions.remove(list);
                setChosen(null);
              }}
            />
            {problem && <ProblemNotice problem={problem} />}
            {importStatus}
            <ImportNotes notes={importNotes} onDismiss={() => library.dismissImportNotes()} />
            {pictures && shown.length === 0 && (
              <NothingFits onShowAll={() => setFilter(NO_FILTER)} />
            )}
            <PictureGrid
              label="Pictures"
              library={library}
              pictures={shown}
              chosen={chosen ?? undefined}
              menu={{
                actions,
                onStarted: openImages,
                onProblem: report,
                onCollect: collect,
              }}
              onPress={press}
            />
          </div>
        )}
      </div>
      <Lightbox
        library={library}
        credentials={props.credentials}
        pictures={shown}
        openId={openId}
        actions={actions}
        renderAbout={props.renderAbout}
        onOpen={setOpenId}
        onLeave={openImages}
        onEditMask={(picture) => void actions.startFrom(picture).then(openImages, report)}
      />
      <CollectionsDialog
        store={props.collections}
        pictureIds={collecting}
        onClose={() => setCollecting([])}
      />
      <SavingPictures {...props} saving={saving} setSaving={setSaving} />
      <LibraryNotices library={library} onSave={actions.save} />
    </section>
  );
}

function ProblemNotice({ problem }: { problem: EngineError }) {
  return (
    <p role="alert" className="rounded-control bg-danger-wash px-4 py-2 text-sm">
      {describeError(problem).sentence}{' '}
      <code className="font-mono text-xs text-soft">{problem.code}</code>
    </p>
  );
}

function NothingFits({ onShowAll }: { onShowAll(): void }) {
  return (
    <p className="py-12 text-center text-sm text-faint">
      No matches.{' '}
      <Button size="small" onClick={onShowAll}>
        Show all
      </Button>
    </p>
  );
}
