import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { StudioScreen } from '../../features/studio/StudioScreen.tsx';
import type { StudioStore } from '../../features/studio/store/studio-state.ts';
import { navigate } from '../address.ts';
import { briefStudioOf } from '../briefs/brief-studio.ts';
import { findDrawingModel } from '../companion/companion-manifests.ts';
import { OriginLine } from '../links/OriginLine.tsx';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { Studio } from '../studio.ts';

interface StudioRouteProps {
  studio: Studio;
  /** From the address: the project to open. */
  projectId: string | null;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Connects the screen that goes from a brief to a set of pictures. */
export default function StudioRoute({ studio, projectId, onAction, headerEnd }: StudioRouteProps) {
  const store = briefStudioOf(studio);
  useEffect(() => {
    if (projectId !== null) void openProject(store, projectId);
  }, [store, projectId]);
  const origin = useStore(store, ({ project }) => project.origin);
  const imageModel = useStore(studio.settings, (settings) => settings.imageModel);
  const companion = useStore(studio.companion.state);
  const models = useStore(studio.models.state);
  // The same as long as nothing is heard of it: sets are planned by it.
  const image = useMemo(
    () => findDrawingModel(models, companion, imageModel),
    [models, companion, imageModel],
  );
  return (
    <StudioScreen
      store={store}
      library={studio.library}
      credentials={studio.pictureCredentials}
      image={image}
      modelPicker={<ModelPicker studio={studio} task="image" onAction={onAction} />}
      onAction={onAction}
      origin={origin && <OriginLine studio={studio} origin={origin} />}
      headerEnd={headerEnd}
    />
  );
}

/** From then on the address is the screen's: another project may be opened there. */
async function openProject(store: StudioStore, id: string): Promise<void> {
  await store.getState().restore();
  await store.getState().open(id);
  navigate('/studio', { replace: true });
}
