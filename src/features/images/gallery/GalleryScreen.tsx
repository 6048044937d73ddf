import { Search, X } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { listModels } from '../../../engine-client/list-models.ts';
import type { ModelsClient } from '../../../engine-client/models-client.ts';
import type { PictureCodec } from '../../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../../engine-client/picture-library.ts';
import { EngineError } from '../../../engine/errors.ts';
import { describeError } from '../../../engine/error-sentences.ts';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { DeleteIcon, FavouriteIcon, SaveIcon, StartPictureIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { INPUT } from '../../../ui/Field.tsx';
import { filterPictures, NO_FILTER, TASK_TITLES, type PictureFilter } from './filter-pictures.ts';
import type { ImagesStore } from '../images-store.ts';
import { ImportNotes } from './ImportNotes.tsx';
import { Lightbox } from './Lightbox.tsx';
import { createPictureActions } from './picture-actions.ts';
import { PictureGrid } from './PictureGrid.tsx';
import { UndoNotice } from './UndoNotice.tsx';
import { useDroppedPictures } from '../use-dropped-pictures.ts';

export interface GalleryScreenProps {
  store: ImagesStore;
  library: PictureLibrary;
  codec: PictureCodec;
  models: ModelsClient;
  onChooseModel(modelId: string): void;
  onAction(action: string): void;
  headerEnd: React.ReactNode;
}

/** Every picture of this browser. */
export function GalleryScreen(props: GalleryScreenProps) {
  const { store, library, codec, onChooseModel, onAction } = props;
  const { pictures, importNotes } = useStore(library.state);
  const [filter, setFilter] = useState<PictureFilter>(NO_FILTER);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [problem, setProblem] = useState<EngineError | null>(null);
  const shown = useMemo(() => filterPictures(pictures ?? [], filter), [pictures, filter]);
  const report = useCallback((thrown: unknown) => setProblem(EngineError.from(thrown)), []);
  const keepFiles = useCallback(
    (files: readonly File[]) => {
      setProblem(null);
      library.dismissImportNotes();
      for (const file of files) library.importFile(file).catch(report);
    },
    [library, report],
  );
  useDroppedPictures(keepFiles);
  const actions = useMemo(() => {
    const hasModel = (model: string) =>
      listModels(props.models.state.getState(), 'image').here.some(({ id }) => id === model);
    return createPictureActions({ store, library, codec, hasModel, onChooseModel });
  }, [store, library, codec, onChooseModel, props.models]);

  function press(picture: StoredPicture) {
    if (!chosen) return setOpenId(picture.id);
    const next = new Set(chosen);
    if (!next.delete(picture.id)) next.add(picture.id);
    setChosen(next);
  }
  const selected = (pictures ?? []).filter(({ id }) => chosen?.has(id));
  return (
    <section aria-label="Gallery" className="flex h-full min-w-0 flex-col">
      <header className="flex h-14 shrink-0 items-center justify-between gap-3 border-b px-4 sm:px-6">
        <h1 className="font-display text-xl">Gallery</h1>
        {props.headerEnd}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 sm:px-6">
        {pictures?.length === 0 ? (
          <EmptyGallery onDraw={() => onAction('open:images')} onFiles={keepFiles} />
        ) : (
          <div className="flex flex-col gap-4">
            <FilterBar filter={filter} pictures={pictures ?? []} onChange={setFilter} />
            <SelectionBar
              shown={shown}
              selected={selected}
              isSelecting={chosen !== null}
              onStart={() => setChosen(new Set())}
              onEnd={() => setChosen(null)}
              onAll={() => setChosen(new Set(shown.map(({ id }) => id)))}
              onFiles={keepFiles}
              onSave={(list) => void actions.saveAll(list).catch(report)}
              onRemove={(list) => {
                actions.remove(list);
                setChosen(null);
              }}
            />
            {problem && (
              <p role="alert" className="rounded-control bg-danger-wash px-4 py-2 text-sm">
                {describeError(problem).sentence} <code className="font-mono text-xs text-soft">{problem.code}</code>
              </p>
            )}
            <ImportNotes notes={importNotes} onDismiss={() => library.dismissImportNotes()} />
            {pictures && shown.length === 0 && (
              <p className="py-12 text-center text-sm text-faint">
                No picture fits.{' '}
                <Button size="small" onClick={() => setFilter(NO_FILTER)}>
                  Show all
                </Button>
              </p>
            )}
            <PictureGrid
              label="Pictures"
              library={library}
              pictures={shown}
              chosen={chosen ?? undefined}
              onPress={press}
            />
          </div>
        )}
      </div>
      <Lightbox
        library={library}
        pictures={shown}
        openId={openId}
        actions={actions}
        onOpen={setOpenId}
        onLeave={() => onAction('open:images')}
        onEditMask={(picture) => void actions.startFrom(picture).then(() => onAction('open:images'))}
      />
      <UndoNotice library={library} />
    </section>
  );
}

interface FilterBarProps {
  filter: PictureFilter;
  pictures: readonly StoredPicture[];
  onChange(filter: PictureFilter): void;
}

function FilterBar({ filter, pictures, onChange }: FilterBarProps) {
  const models = [...new Set(pictures.map(({ parameters }) => parameters.model).filter(Boolean))];
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 flex-1">
        <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" aria-hidden />
        <input
          type="search"
          aria-label="Search by prompt"
          value={filter.words}
          onChange={(event) => onChange({ ...filter, words: event.target.value })}
          placeholder="Search by prompt"
          className={`${INPUT} pl-9`}
        />
      </div>
      <Button
        size="small"
        aria-pressed={filter.isFavourite}
        className="h-9 aria-pressed:bg-accent-wash aria-pressed:text-accent"
        onClick={() => onChange({ ...filter, isFavourite: !filter.isFavourite })}
      >
        <FavouriteIcon /> Favourites
      </Button>
      <Select
        label="Kind"
        value={filter.task}
        options={Object.entries(TASK_TITLES)}
        onChange={(task) => onChange({ ...filter, task: task as PictureFilter['task'] })}
      />
      {models.length > 1 && (
        <Select
          label="Model"
          value={filter.model}
          options={[['', 'Every model'], ...models.map((model): [string, string] => [model, model])]}
          onChange={(model) => onChange({ ...filter, model })}
        />
      )}
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange(value: string): void;
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={joinClasses(INPUT, 'w-auto')}
    >
      {options.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
    </select>
  );
}

interface SelectionBarProps {
  shown: readonly StoredPicture[];
  selected: readonly StoredPicture[];
  isSelecting: boolean;
  onStart(): void;
  onEnd(): void;
  onAll(): void;
  onFiles(files: readonly File[]): void;
  onSave(pictures: readonly StoredPicture[]): void;
  onRemove(pictures: readonly StoredPicture[]): void;
}

function SelectionBar(props: SelectionBarProps) {
  const { shown, selected, isSelecting, onStart, onEnd, onAll, onFiles, onSave, onRemove } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <span className="mr-auto text-faint" role="status">
        {isSelecting ? `${selected.length} chosen` : `${shown.length} ${shown.length === 1 ? 'picture' : 'pictures'}`}
      </span>
      {isSelecting ? (
        <>
          <Button size="small" onClick={onAll}>
            Choose all
          </Button>
          <Button size="small" disabled={selected.length === 0} onClick={() => onSave(selected)}>
            <SaveIcon /> Save as zip
          </Button>
          <Button size="small" kind="danger" disabled={selected.length === 0} onClick={() => onRemove(selected)}>
            <DeleteIcon /> Delete
          </Button>
          <Button size="small" kind="quiet" onClick={onEnd}>
            <X /> Done
          </Button>
        </>
      ) : (
        <>
          <AddFiles onFiles={onFiles} />
          <Button size="small" disabled={shown.length === 0} onClick={onStart}>
            Choose several
          </Button>
          <Button size="small" disabled={shown.length === 0} onClick={() => onSave(shown)}>
            <SaveIcon /> Save all as zip
          </Button>
        </>
      )}
    </div>
  );
}

function AddFiles({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        <StartPictureIcon /> Add pictures
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*"
        aria-label="Picture files"
        className="hidden"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}

function EmptyGallery({ onDraw, onFiles }: { onDraw(): void; onFiles(files: readonly File[]): void }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-start gap-4 py-16">
      <h2 className="font-display text-4xl">Nothing hangs here yet</h2>
      <p className="text-soft">
        What you draw is kept in this browser, with all that it was made with. You can also drop picture files here.
      </p>
      <div className="flex gap-2">
        <Button kind="primary" onClick={onDraw}>
          Draw a picture
        </Button>
        <AddFiles onFiles={onFiles} />
      </div>
    </div>
  );
}
