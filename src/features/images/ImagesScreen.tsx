import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  findCompanionModel,
  type CompanionState,
} from '../../engine-client/companion/companion-state.ts';
import { findModel, listModels } from '../../engine-client/models/list-models.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { DiffusionEngine } from '../../engine/diffusion/diffusion-engine.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../engine/models/catalog.ts';
import type { Origin } from '../../engine/origin.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError } from '../../engine/errors.ts';
import { useDroppedFiles } from '../../ui/use-dropped-files.ts';
import { DroppedPicture } from './form/DroppedPicture.tsx';
import { FormPanel } from './form/FormPanel.tsx';
import { applyParameters } from './form/image-form.ts';
import { useFittingForm } from './form/use-fitting-form.ts';
import { LibraryNotices } from './gallery/LibraryNotices.tsx';
import { Lightbox } from './gallery/Lightbox.tsx';
import { SavingPictures } from './gallery/SavingPictures.tsx';
import { usePictureActions, type PictureActionProps } from './gallery/use-picture-actions.ts';
import { MaskDialog } from './mask/MaskDialog.tsx';
import { PictureStage } from './PictureStage.tsx';
import { showPart } from './places.ts';
import { useImageKeys } from './use-image-keys.ts';

export interface ImagesScreenProps extends PictureActionProps {
  codec: PictureCodec;
  engine: Pick<DiffusionEngine, 'measurePrompt'>;
  companion: Observable<CompanionState>;
  modelId: string;
  /** Whether steps, guidance and the rest are shown. */
  isPanelOpen: boolean;
  onTogglePanel(isOpen: boolean): void;
  /** What the first picture brings, where that is to be said; else empty. */
  cost: string;
  /** Gets the chosen model ready before the first picture. */
  onWarmUp(): void;
  /** Of several pictures that are dropped at once none is the one to start from. */
  onManyFiles(files: readonly File[]): void;
  /** Says where a prompt came from that was written on another screen. */
  renderOrigin(origin: Origin): React.ReactNode;
  onAction(action: StudioAction): void;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  /** The device chip, at the right of the header. */
  headerEnd: React.ReactNode;
}

/** Pictures from words, and from pictures. */
export function ImagesScreen(props: ImagesScreenProps) {
  const { store, library, codec, modelId, onWarmUp, onManyFiles } = props;
  const modelsState = useStore(props.models.state);
  const [openId, setOpenId] = useState<string | null>(null);
  const [dropped, setDropped] = useState<File | null>(null);
  const [isMasking, setMasking] = useState(false);
  const takeFiles = useCallback(
    (files: readonly File[]) =>
      files.length > 1 ? onManyFiles(files) : setDropped(files[0] ?? null),
    [onManyFiles],
  );
  const [unkept, setUnkept] = useState<EngineError | null>(null);
  const isOver = useDroppedFiles(takeFiles);
  const pictures = useStore(library.state).pictures ?? [];
  useEffect(() => onWarmUp(), [onWarmUp]);
  useEffect(() => {
    if (store.getState().run.status !== 'idle') showPart('stage');
  }, [store]);
  useImageKeys(store);

  const remote = findCompanionModel(useStore(props.companion), modelId);
  const manifest = findModel(modelsState, 'image', remote?.name ?? modelId);
  useFittingForm(store, manifest);
  const { actions, saving, setSaving } = usePictureActions(props);

  async function editMaskOf(picture: StoredPicture): Promise<void> {
    await actions.startFrom(picture);
    setOpenId(null);
    setMasking(true);
  }
  return (
    <section aria-label="Images" className="flex h-full min-w-0 flex-col">
      <Header modelPicker={props.modelPicker} headerEnd={props.headerEnd} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <FormPanel
          {...props}
          manifest={manifest}
          remote={remote}
          onEditMask={() => setMasking(true)}
          onPickFile={setDropped}
        />
        <PictureStage
          store={store}
          library={library}
          models={props.models}
          isBuiltIn={modelId === BUILT_IN_IMAGE_MODEL}
          actions={actions}
          onStarted={() => showPart('form')}
          onOpen={(picture) => setOpenId(picture.id)}
          onAction={props.onAction}
        />
      </div>
      <Lightbox
        library={library}
        credentials={props.credentials}
        pictures={pictures}
        openId={openId}
        actions={actions}
        renderAbout={props.renderAbout}
        onOpen={setOpenId}
        onLeave={(part) => {
          setOpenId(null);
          showPart(part);
        }}
        onEditMask={(picture) => void editMaskOf(picture)}
      />
      {isMasking && <MaskDialog store={store} codec={codec} onClose={() => setMasking(false)} />}
      {dropped && (
        <Dropped {...props} file={dropped} onClose={() => setDropped(null)} onProblem={setUnkept} />
      )}
      {unkept && (
        <p role="alert" className="border-t bg-danger-wash px-4 py-2 text-sm">
          {describeError(unkept).sentence}
        </p>
      )}
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-surface/90">
          <p className="font-display text-2xl">
            Drop a picture to start from it or read its settings
          </p>
        </div>
      )}
      <SavingPictures {...props} saving={saving} setSaving={setSaving} />
      <LibraryNotices library={library} onSave={actions.save} />
    </section>
  );
}

interface DroppedProps extends ImagesScreenProps {
  file: File;
  onClose(): void;
  onProblem(problem: EngineError): void;
}

/** What to do with a picture that was dropped. */
function Dropped(props: DroppedProps) {
  const { store, library, file, modelId, onChooseModel, onProblem } = props;
  const { here } = listModels(useStore(props.models.state), 'image');
  return (
    <DroppedPicture
      file={file}
      codec={props.codec}
      credentials={props.credentials}
      onUse={({ parameters }, choice) => {
        const { form, changeForm } = store.getState();
        if (choice === 'all' && here.some(({ id }) => id === parameters.model))
          onChooseModel(parameters.model ?? modelId);
        changeForm(applyParameters(form, parameters, choice));
      }}
      onStartFrom={() => store.getState().setSource({ file })}
      onKeep={() =>
        library.importFile(file).catch((thrown: unknown) => onProblem(EngineError.from(thrown)))
      }
      onClose={props.onClose}
    />
  );
}

function Header({ modelPicker, headerEnd }: Pick<ImagesScreenProps, 'modelPicker' | 'headerEnd'>) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b px-3 sm:px-4">
      <h1 className="sr-only">Images</h1>
      <div className="min-w-0 flex-1 pl-2">{modelPicker}</div>
      {headerEnd}
    </header>
  );
}
