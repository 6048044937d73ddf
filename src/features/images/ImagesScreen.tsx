import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { findModel, listModels } from '../../engine-client/list-models.ts';
import type { ModelsClient } from '../../engine-client/models-client.ts';
import type { PictureCodec } from '../../engine-client/picture-codec.ts';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import type { DiffusionEngine } from '../../engine/diffusion/diffusion-engine.ts';
import { listSchedulers } from '../../engine/diffusion/scheduler-names.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../engine/models/catalog.ts';
import type { ImageManifest } from '../../engine/models/manifest.ts';
import { DrawIcon, QueueIcon, StartPictureIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { DroppedPicture } from './form/DroppedPicture.tsx';
import { applyParameters } from './form/image-form.ts';
import type { ImagesStore } from './images-store.ts';
import { Lightbox } from './gallery/Lightbox.tsx';
import { MaskDialog } from './mask/MaskDialog.tsx';
import { createPictureActions } from './gallery/picture-actions.ts';
import { PictureStage } from './PictureStage.tsx';
import { PromptFields } from './form/PromptFields.tsx';
import { SettingsFields, SizeField } from './form/SettingsFields.tsx';
import { SourceCard } from './form/SourceCard.tsx';
import { StickerHints } from './form/StickerHints.tsx';
import { UndoNotice } from './gallery/UndoNotice.tsx';
import { useDroppedPictures } from './use-dropped-pictures.ts';
import { usePromptMeasure } from './form/use-prompt-measure.ts';

export interface ImagesScreenProps {
  store: ImagesStore;
  library: PictureLibrary;
  codec: PictureCodec;
  engine: Pick<DiffusionEngine, 'measurePrompt'>;
  models: ModelsClient;
  modelId: string;
  /** Whether steps, guidance and the rest are shown. */
  isPanelOpen: boolean;
  onTogglePanel(isOpen: boolean): void;
  onChooseModel(modelId: string): void;
  /** What the first picture brings, where that is to be said; else empty. */
  cost: string;
  /** Gets the chosen model ready before the first picture. */
  onWarmUp(): void;
  onAction(action: string): void;
  /** Chooses the model, at the left of the header. */
  modelPicker: React.ReactNode;
  /** The device chip, at the right of the header. */
  headerEnd: React.ReactNode;
}

/** Pictures from words, and from pictures. */
export function ImagesScreen(props: ImagesScreenProps) {
  const { store, library, codec, modelId, onChooseModel, onWarmUp } = props;
  const modelsState = useStore(props.models.state);
  const [openId, setOpenId] = useState<string | null>(null);
  const [dropped, setDropped] = useState<File | null>(null);
  const [isMasking, setMasking] = useState(false);
  const takeFiles = useCallback((files: readonly File[]) => setDropped(files[0] ?? null), []);
  const isOver = useDroppedPictures(takeFiles);
  const pictures = useStore(library.state).pictures ?? [];
  useEffect(() => onWarmUp(), [onWarmUp]);
  useKeys(store);

  const manifest = findModel(modelsState, 'image', modelId);
  useFittingForm(store, manifest);
  const { here } = listModels(modelsState, 'image');
  const actions = useMemo(() => {
    const hasModel = (model: string) =>
      listModels(props.models.state.getState(), 'image').here.some(({ id }) => id === model);
    return createPictureActions({ store, library, codec, hasModel, onChooseModel });
  }, [store, library, codec, onChooseModel, props.models]);

  async function editMaskOf(picture: StoredPicture): Promise<void> {
    await actions.startFrom(picture);
    setOpenId(null);
    setMasking(true);
  }
  return (
    <section aria-label="Images" className="flex h-full min-w-0 flex-col">
      <Header modelPicker={props.modelPicker} headerEnd={props.headerEnd} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto lg:flex-row lg:overflow-hidden">
        <FormPanel {...props} manifest={manifest} onEditMask={() => setMasking(true)} onPickFile={setDropped} />
        <PictureStage
          store={store}
          library={library}
          models={props.models}
          isBuiltIn={modelId === BUILT_IN_IMAGE_MODEL}
          onOpen={(picture) => setOpenId(picture.id)}
          onAction={props.onAction}
        />
      </div>
      <Lightbox
        library={library}
        pictures={pictures}
        openId={openId}
        actions={actions}
        onOpen={setOpenId}
        onLeave={() => setOpenId(null)}
        onEditMask={(picture) => void editMaskOf(picture)}
      />
      {isMasking && <MaskDialog store={store} codec={codec} onClose={() => setMasking(false)} />}
      {dropped && (
        <DroppedPicture
          file={dropped}
          codec={codec}
          onUse={({ parameters }, choice) => {
            const { form, changeForm } = store.getState();
            if (choice === 'all' && here.some(({ id }) => id === parameters.model))
              onChooseModel(parameters.model ?? modelId);
            changeForm(applyParameters(form, parameters, choice));
          }}
          onStartFrom={() => store.getState().setSource({ file: dropped })}
          onKeep={() => void library.importFile(dropped)}
          onClose={() => setDropped(null)}
        />
      )}
      {isOver && (
        <div className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-surface/90">
          <p className="font-display text-2xl">Drop a picture to start from it, or to read its settings</p>
        </div>
      )}
      <UndoNotice library={library} />
    </section>
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

interface FormPanelProps extends ImagesScreenProps {
  manifest: ImageManifest | undefined;
  onEditMask(): void;
  onPickFile(file: File): void;
}

function FormPanel(props: FormPanelProps) {
  const { store, manifest, modelId } = props;
  const { form, source, run, changeForm, setSource, draw } = useStore(store);
  const isInstalled = useStore(props.models.state).installed?.some((model) => model.manifest.id === modelId) ?? false;
  const measure = usePromptMeasure(props.engine, modelId, isInstalled, form.prompt);
  const isBuiltIn = modelId === BUILT_IN_IMAGE_MODEL;
  function submit() {
    if (form.prompt.trim() === '' && !source) return focusPrompt();
    draw();
    showStage();
  }
  function drawPrompt(prompt: string) {
    changeForm({ prompt });
    draw();
    showStage();
  }
  return (
    <form
      aria-label="What to draw"
      noValidate
      className="flex shrink-0 flex-col gap-4 border-b p-4 sm:px-6 lg:w-96 lg:overflow-y-auto lg:border-r lg:border-b-0"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PromptFields
        prompt={form.prompt}
        negativePrompt={form.negativePrompt}
        hasNegative={manifest?.capabilities.negativePrompt ?? false}
        measure={measure}
        placeholder={isBuiltIn ? 'a fox on a teal background' : 'What should be in the picture?'}
        hints={
          isBuiltIn && (
            <StickerHints
              prompt={form.prompt}
              onChangePrompt={(prompt) => changeForm({ prompt })}
              onDraw={drawPrompt}
            />
          )
        }
        onChange={changeForm}
        onDraw={submit}
        onFocus={props.onWarmUp}
      />
      {source && (
        <SourceCard
          source={source}
          form={form}
          manifest={manifest}
          onChangeForm={changeForm}
          onEditMask={props.onEditMask}
          onChange={setSource}
        />
      )}
      <PickFile onPick={props.onPickFile} />
      {manifest && !source && <SizeField form={form} manifest={manifest} onChange={changeForm} />}
      {manifest && (
        <SettingsFields
          form={form}
          manifest={manifest}
          isOpen={props.isPanelOpen}
          onToggle={props.onTogglePanel}
          onChange={changeForm}
        />
      )}
      <DrawBar isBusy={run.status !== 'idle'} cost={props.cost} />
    </form>
  );
}

/** The button that draws, behind all that it uses and in sight however far the form is scrolled. */
function DrawBar({ isBusy, cost }: { isBusy: boolean; cost: string }) {
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-col gap-2 border-t bg-paper p-4 sm:-mx-6 sm:px-6 lg:mt-auto">
      <Button type="submit" kind="primary">
        {isBusy ? <QueueIcon /> : <DrawIcon />} {isBusy ? 'Add to the queue' : 'Draw'}
      </Button>
      {cost && !isBusy && (
        <p role="status" className="text-xs text-faint">
          {cost}
        </p>
      )}
    </div>
  );
}

function PickFile({ onPick }: { onPick(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" className="self-start" onClick={() => input.current?.click()}>
        <StartPictureIcon /> Open a picture
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        aria-label="Picture file"
        className="hidden"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onPick(file);
          target.value = '';
        }}
      />
    </>
  );
}

/** What another model was given and this one cannot take goes back to the model's own. */
function useFittingForm(store: ImagesStore, manifest: ImageManifest | undefined): void {
  const { form, changeForm } = useStore(store);
  useEffect(() => {
    if (!manifest) return;
    const { scheduler, width } = form;
    if (scheduler && !listSchedulers(manifest.pipeline).includes(scheduler)) changeForm({ scheduler: null });
    if (width !== null && manifest.pipeline.size.isFixed) changeForm({ width: null, height: null });
  }, [manifest, form, changeForm]);
}

function focusPrompt(): void {
  document.querySelector<HTMLElement>('[data-prompt]')?.focus();
}

/** Where the form and the pictures lie below each other, what is drawn comes into sight. */
function showStage(): void {
  if (!matchMedia('(min-width: 64rem)').matches)
    document.getElementById('picture-stage')?.scrollIntoView({ block: 'start' });
}

/** Escape stops, a slash goes to the prompt. */
function useKeys(store: ImagesStore): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      if (event.defaultPrevented || document.querySelector('[role=dialog], [role=menu]')) return;
      const isTyping = event.target instanceof HTMLElement && /INPUT|TEXTAREA|SELECT/.test(event.target.tagName);
      if (event.key === 'Escape') store.getState().stop();
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      focusPrompt();
    }
    addEventListener('keydown', handle);
    return () => removeEventListener('keydown', handle);
  }, [store]);
}
