import type { Studio } from '../studio.ts';

/** What the browser had no room for is written again once a model was deleted. */
export function retryWhenRoom({
  models,
  chatStore,
  library,
  speechStore,
}: Pick<Studio, 'models' | 'chatStore' | 'library' | 'speechStore'>): void {
  models.state.subscribe(({ installed }, before) => {
    if ((installed?.length ?? 0) >= (before.installed?.length ?? 0)) return;
    if (chatStore.getState().unsaved.length > 0) void chatStore.getState().keepUnsaved();
    if (library.state.getState().unsaved.length > 0) void library.keepUnsaved();
    if (speechStore.getState().unsaved.length > 0) void speechStore.getState().keepUnsaved();
  });
}
