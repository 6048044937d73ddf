import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import { Button } from '../../../ui/Button.tsx';
import { useDroppedFiles } from '../../../ui/use-dropped-files.ts';
import { ScreenHeader } from '../../../ui/ScreenHeader.tsx';
import { CollectionBar } from '../collections/CollectionBar.tsx';
import { CollectionsDialog } from '../collections/CollectionsDialog.tsx';
import type { CollectionsStore } from '../collections/collections-store.ts';
import { ImportStatus } from '../import/ImportStatus.tsx';
import type { ImportStore } from '../import/import-store.ts';
import { EmptyGallery } from './EmptyGallery.tsx';
import { FilterBar } from './FilterBar.tsx';
import { LikenessStatus, MeaningToggle } from './Likeness.tsx';
import type { LikenessStore } from '../search/likeness-store.ts';
import { NO_FILTER } from '../search/filter-pictures.ts';
import { ImportNotes } from './ImportNotes.tsx';
import { LibraryNotices } from './LibraryNotices.tsx';
import { Lightbox } from './Lightbox.tsx';
import type { PictureActions } from './picture-actions.ts';
import { PictureGrid } from './PictureGrid.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { SavingPictures } from './SavingPictures.tsx';
import { useGalleryView, type GalleryView } from './use-gallery-view.ts';
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
  const { pictures } = useStore(library.state);
  const view = useGalleryView(props);
  const [collecting, setCollecting] = useState<readonly string[]>([]);
  const [openId, setOpenId] = useState(startId);
  useEffect(() => void (startId !== null && onStart()), [startId, onStart]);
  const [problem, setProblem] = useState<EngineError | null>(null);
  const report = useCallback((thrown: unknown) => setProblem(EngineError.from(thrown)), []);
  const dismissProblem = useCallback(() => setProblem(null), []);
  const keepFiles = useKeepFiles(props, dismissProblem);
  const { actions, saving, setSaving } = usePictureActions(props);
  const openImages = () => onAction('open:images');
  const importStatus = (
    <ImportStatus
      store={props.imports}
      collections={props.collections}
      onShow={(collectionId) => view.setFilter({ ...NO_FILTER, collectionId })}
      onRemove={(ids) => void library.remove(ids)}
    />
  );
  const shelf = { ...props, view, actions, problem, importStatus };
  return (
    <section aria-label="Gallery" className="flex h-full min-w-0 flex-col">
      <ScreenHeader title="Gallery">{props.headerEnd}</ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 sm:px-6">
        {pictures?.length === 0 ? (
          <>
            {importStatus}
            <EmptyGallery onDraw={openImages} onFiles={keepFiles} />
          </>
        ) : (
          <Shelf
            {...shelf}
            onOpen={setOpenId}
            onFiles={keepFiles}
            onCollect={(list) => setCollecting(list.map(({ id }) => id))}
            onDraw={openImages}
            onProblem={report}
          />
        )}
      </div>
      <Lightbox
        library={library}
        credentials={props.credentials}
        pictures={view.shown}
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

/** Adds files, also those that are dropped on the page. */
function useKeepFiles({ library, imports }: GalleryScreenProps, onBegin: () => void) {
  const keepFiles = useCallback(
    (files: readonly File[], folder?: string) => {
      onBegin();
      library.dismissImportNotes();
      void imports.getState().start({ files, ...(folder ? { folder } : {}) });
    },
    [library, imports, onBegin],
  );
  useDroppedFiles(keepFiles);
  return keepFiles;
}

interface ShelfProps extends GalleryScreenProps {
  view: GalleryView;
  actions: PictureActions;
  problem: EngineError | null;
  importStatus: React.ReactNode;
  onOpen(id: string): void;
  onFiles(files: readonly File[], folder?: string): void;
  onCollect(pictures: readonly StoredPicture[]): void;
  onDraw(): void;
  onProblem(thrown: unknown): void;
}

/** The pictures, with what narrows them down and what can be done with several. */
function Shelf(props: ShelfProps) {
  const { library, view, actions, onCollect } = props;
  const { filter, shown } = view;
  const { pictures, importNotes } = useStore(library.state);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const here = useMemo(() => new Set(pictures?.map(({ id }) => id)), [pictures]);
  return (
    <div className="flex flex-col gap-4">
      <CollectionBar
        store={props.collections}
        pictureIds={here}
        chosenId={filter.collectionId}
        onChoose={(collectionId) => view.setFilter({ ...filter, collectionId })}
      />
      <FilterBar
        filter={filter}
        order={view.order}
        pictures={pictures ?? []}
        onChange={view.setFilter}
        onOrder={view.setOrder}
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
        onFiles={props.onFiles}
        onProcess={(list) => void actions.takeToBulk(list)}
        onCollect={onCollect}
        onSave={actions.save}
        onRemove={(list) => {
          actions.remove(list);
          setChosen(null);
        }}
      />
      {props.problem && <ProblemNotice problem={props.problem} />}
      {props.importStatus}
      <ImportNotes notes={importNotes} onDismiss={() => library.dismissImportNotes()} />
      {pictures && shown.length === 0 && (
        <NothingFits onShowAll={() => view.setFilter(NO_FILTER)} />
      )}
      <PictureGrid
        label="Pictures"
        library={library}
        pictures={shown}
        chosen={chosen ?? undefined}
        menu={{ actions, onStarted: props.onDraw, onProblem: props.onProblem, onCollect }}
        onPress={({ id }) => (chosen ? setChosen(toggle(chosen, id)) : props.onOpen(id))}
      />
    </div>
  );
}

function toggle(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
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
