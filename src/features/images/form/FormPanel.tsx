import { useStore } from 'zustand';
import type { ModelsClient } from '../../../engine-client/models/models-client.ts';
import type { DiffusionEngine } from '../../../engine/diffusion/diffusion-engine.ts';
import { BUILT_IN_IMAGE_MODEL } from '../../../engine/models/catalog.ts';
import type { CompanionModel } from '../../../engine/companion/companion-model.ts';
import type { ImageManifest } from '../../../engine/models/manifest.ts';
import type { Origin } from '../../../engine/origin.ts';
import type { ImagesStore } from '../images-store.ts';
import { focusPrompt, FORM_ID, showPart } from '../places.ts';
import { DrawBar } from './DrawBar.tsx';
import { PickFile } from './PickFile.tsx';
import { PromptFields } from './PromptFields.tsx';
import { SettingsFields, SizeField } from './SettingsFields.tsx';
import { SourceCard } from './SourceCard.tsx';
import { StickerHints } from './StickerHints.tsx';
import { usePromptMeasure } from './use-prompt-measure.ts';

interface FormPanelProps {
  store: ImagesStore;
  engine: Pick<DiffusionEngine, 'measurePrompt'>;
  models: ModelsClient;
  modelId: string;
  /** Whether steps, guidance and the rest are shown. */
  isPanelOpen: boolean;
  onTogglePanel(isOpen: boolean): void;
  cost: string;
  onWarmUp(): void;
  /** What is known of the model here, also of one that is on the companion. */
  manifest: ImageManifest | undefined;
  /** The model, if it is on the companion. */
  remote: CompanionModel | undefined;
  onEditMask(): void;
  onPickFile(file: File): void;
  renderOrigin(origin: Origin): React.ReactNode;
}

/** What to draw, from the prompt down to the button. */
export function FormPanel(props: FormPanelProps) {
  const { store, manifest, remote, modelId } = props;
  const isKnown = manifest !== undefined || remote !== undefined;
  const { form, source, run, changeForm, setSource, draw } = useStore(store);
  const isInstalled =
    useStore(props.models.state).installed?.some((model) => model.manifest.id === modelId) ?? false;
  const measure = usePromptMeasure(props.engine, modelId, isInstalled, form.prompt);
  const isBuiltIn = modelId === BUILT_IN_IMAGE_MODEL;
  function submit() {
    if (form.prompt.trim() === '' && !source) return focusPrompt();
    draw();
    showPart('stage');
  }
  function drawPrompt(prompt: string) {
    changeForm({ prompt });
    draw();
    showPart('stage');
  }
  return (
    <form
      id={FORM_ID}
      aria-label="What to draw"
      noValidate
      className="flex shrink-0 flex-col gap-4 border-b p-4 sm:px-6 lg:w-96 lg:overflow-y-auto lg:border-r lg:border-b-0"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {form.origin && props.renderOrigin(form.origin)}
      <PromptFields
        prompt={form.prompt}
        negativePrompt={form.negativePrompt}
        hasNegative={
          manifest?.capabilities.negativePrompt ??
          remote?.capabilities.includes('negative_prompt') ??
          false
        }
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
      {isKnown && !source && <SizeField form={form} manifest={manifest} onChange={changeForm} />}
      {isKnown && (
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
