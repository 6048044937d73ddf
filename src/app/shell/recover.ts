import type { Studio } from '../studio.ts';

/**
 * After someone has cleared the site's data: keeps the open conversation again, which is still on
 * the screen, and shows what there is.
 */
export async function recover({
  stores,
  chatStore,
  library,
  speechStore,
  models,
}: Studio): Promise<void> {
  const { conversations, openId, messages } = chatStore.getState();
  const open = conversations?.find(({ id }) => id === openId);
  if (open) await stores.conversations.save(open, ...Object.values(messages));
  await Promise.all([
    chatStore.getState().restore(),
    library.restore(),
    speechStore.getState().restore(),
    models.refresh(),
  ]);
}
