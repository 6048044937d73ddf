import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { PictureLibrary } from '../../engine-client/picture-library.ts';
import type { ImageManifest } from '../../engine/models/manifest.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { BriefPanel } from './brief/BriefPanel.tsx';
import { EmptyStudio } from './brief/EmptyStudio.tsx';
import { PromptCards } from './brief/PromptCards.tsx';
import { Tags } from './brief/Tags.tsx';
import { ProjectBar } from './projects/ProjectBar.tsx';
import { StudioNotices } from './projects/StudioNotices.tsx';
import type { SetCredentials } from './set/sign-set.ts';
import { planSet } from './set/plan-set.ts';
import { SizeChooser } from './sizes/SizeChooser.tsx';
import { StageStrip } from './stages/StageStrip.tsx';
import type { StudioStore } from './store/studio-state.ts';
import { StudioBar } from './StudioBar.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import { useStudioKeys } from './use-studio-keys.ts';
import { Wall } from './wall/Wall.tsx';

export interface StudioScreenProps {
  store: StudioStore;
  library: Pick<PictureLibrary, 'add'>;
  credentials: SetCredentials;
  /** The model that is chosen to draw; absent where it is not known any more. */
  image: ImageManifest | undefined;
  /** Where the project came from, if it began on another screen. */
  origin: React.ReactNode;
  modelPicker: React.ReactNode;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** From a brief to a set of pictures. */
export function StudioScreen(props: StudioScreenProps) {
  const { store, headerEnd } = props;
  const isRead = useStore(store, ({ projects }) => projects !== null);
  const hasCards = useStore(store, ({ project }) => project.draft.cards.length > 0);
  useStudioKeys(store);
  return (
    <section aria-label="Studio" className="flex h-full min-w-0 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-2 border-b px-4 sm:gap-3 sm:px-6">
        <h1 className={joinClasses('font-display text-xl', hasCards && 'max-sm:sr-only')}>
          Studio
        </h1>
        {isRead && <ProjectBar store={store} />}
        <div className="ml-auto shrink-0">{headerEnd}</div>
      </header>
      {isRead && !hasCards && (
        <EmptyStudio store={store} origin={props.origin} onAction={props.onAction} />
      )}
      {isRead && hasCards && <Work {...props} />}
      <StudioNotices store={store} />
    </section>
  );
}

/** The brief on the left; on the right the sizes as they will hang, and what is done to them. */
function Work({
  store,
  library,
  credentials,
  image,
  origin,
  modelPicker,
  onAction,
}: StudioScreenProps) {
  const project = useStore(store, (state) => state.project);
  const { draft, made } = project;
  const plan = useMemo(() => planSet({ draft, made }, image), [draft, made, image]);
  return (
    <>
      <div className="min-h-0 flex-1 overflow-y-auto lg:grid lg:grid-cols-[22rem_minmax(0,1fr)] lg:overflow-hidden xl:grid-cols-[26rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-6 px-4 py-5 sm:px-6 lg:overflow-y-auto lg:border-r">
          {origin}
          <BriefPanel store={store} onAction={onAction} />
          <Tags store={store} />
          <PromptCards store={store} takesNegative={image?.capabilities.negativePrompt ?? false} />
        </div>
        <div className="flex min-w-0 flex-col max-lg:border-t lg:overflow-y-auto">
          <SizeChooser store={store} />
          <Wall store={store} library={library} credentials={credentials} plan={plan} />
          <StageStrip store={store} plan={plan} modelPicker={modelPicker} />
        </div>
      </div>
      <StudioBar
        store={store}
        library={library}
        credentials={credentials}
        plan={plan}
        onAction={onAction}
      />
    </>
  );
}
