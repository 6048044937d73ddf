import { EngineError } from '../../errors.ts';
import { BUILT_IN_CHAT_MODEL } from '../../models/catalog.ts';
import { isForTask, type ChatManifest, type ModelManifest } from '../../models/manifest.ts';
import { createNotInstalled } from '../../models/not-installed.ts';

/** The chat model of this id. Throws `model_not_installed`, `not_supported`. */
export function findChatModel(model: string, installed: readonly ModelManifest[]): ChatManifest {
  const found = installed.find(({ id }) => id === model);
  if (!found) throw createNotInstalled(model);
  if (!isForTask(found, 'chat'))
    throw new EngineError('not_supported', `${found.title} cannot read a brief: it does not chat.`);
  return found;
}

/**
 * The chat model that understands briefs best: the first that is not the built-in guide, else the
 * guide. `undefined`: there is none.
 */
export function selectChatModel(installed: readonly ModelManifest[]): ChatManifest | undefined {
  const found = installed.filter((manifest) => isForTask(manifest, 'chat'));
  return found.find(({ id }) => id !== BUILT_IN_CHAT_MODEL) ?? found[0];
}
