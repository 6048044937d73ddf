import { useStore } from 'zustand';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { StudioScreen } from '../../features/studio/StudioScreen.tsx';
import { briefStudioOf } from '../briefs/brief-studio.ts';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { Studio } from '../studio.ts';

interface StudioRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Connects the screen that goes from a brief to a set of pictures. */
export default function StudioRoute({ studio, onAction, headerEnd }: StudioRouteProps) {
  const imageModel = useStore(studio.settings, (settings) => settings.imageModel);
  const image = useStore(studio.models.state, (state) => findModel(state, 'image', imageModel));
  return (
    <StudioScreen
      store={briefStudioOf(studio)}
      library={studio.library}
      image={image}
      modelPicker={<ModelPicker studio={studio} task="image" onAction={onAction} />}
      onAction={onAction}
      headerEnd={headerEnd}
    />
  );
}
