import { useCallback } from 'react';
import { isScreenId } from '../../engine/screens.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { navigate } from '../address.ts';
import { chooseModel, downloadModel, findRecommended } from '../models/choose-model.ts';
import type { Studio } from '../studio.ts';
import type { Overlay } from './Overlays.tsx';

/** Does what a link of the guide, a remedy of an error or an entry of the palette says. */
export function usePerform(
  studio: Studio,
  setOverlay: (overlay: Overlay) => void,
): (action: StudioAction) => void {
  return useCallback(
    (action: StudioAction) => {
      const [verb, target] = action.split(':');
      setOverlay(target === 'shortcuts' || target === 'device' ? target : null);
      if (action === 'reload') location.reload();
      if (action === 'new-chat') navigate('/chat');
      if (verb === 'open' && isScreenId(target)) navigate(`/${target}`);
      if (verb === 'use' && target)
        chooseModel(studio, { id: action.slice('use:'.length), task: 'chat' });
      if (action === 'download:recommended') {
        const recommended = findRecommended(studio);
        if (recommended) void downloadModel(studio, recommended);
        else navigate('/models');
      }
    },
    [studio, setOverlay],
  );
}
