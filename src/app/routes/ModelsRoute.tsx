import { useStore } from 'zustand';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { ModelsScreen } from '../../features/models/ModelsScreen.tsx';
import { chooseModel } from '../models/choose-model.ts';
import type { Studio } from '../studio.ts';

interface ModelsRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Where a model of a kind is used, where that is not the chat. */
const PLACE_OF_TASK: Readonly<Partial<Record<ModelManifest['task'], StudioAction>>> = {
  image: 'open:images',
  speech: 'open:speech',
};

/** Connects the models to the studio. */
export default function ModelsRoute({ studio, onAction, headerEnd }: ModelsRouteProps) {
  const { device } = useStore(studio.settings);
  const use = (model: Pick<ModelManifest, 'id' | 'task'>) => {
    chooseModel(studio, model);
    onAction(PLACE_OF_TASK[model.task] ?? 'new-chat');
  };
  return (
    <ModelsScreen
      models={studio.models}
      store={studio.modelsStore}
      device={studio.device}
      storage={studio.storage}
      preference={device}
      marks={studio.modelMarks}
      companion={studio.companion.state}
      onUseCompanion={use}
      onUse={use}
      headerEnd={headerEnd}
    />
  );
}
