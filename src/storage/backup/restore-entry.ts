import type { StoredPicture } from '../../engine/images/picture-store.ts';
import { withPictures } from '../collections.ts';
import type { ReadingPiece } from '../readings.ts';
import {
  COLLECTIONS_NAME,
  collectionsEntrySchema,
  conversationEntrySchema,
  pictureEntrySchema,
  projectEntrySchema,
  readingEntrySchema,
  recipeEntrySchema,
  type BackupKind,
  type BackupStores,
} from './backup-format.ts';
import { readEntry, readFile, readFiles, type BackupZip } from './backup-zip.ts';

/** `known`: it is here already, and as new. */
type Outcome = 'added' | 'known';
/** What a backup is restored from, and where. */
export interface Restoring {
  zip: BackupZip;
  stores: BackupStores;
  here: Here;
  signal: AbortSignal;
}

/** What is here, by id, so that nothing is read twice. */
export async function listHere(stores: BackupStores) {
  const byId = <T extends { id: string }>(items: readonly T[]) =>
    new Map(items.map((item) => [item.id, item]));
  return {
    conversations: byId(await stores.conversations.list()),
    pictures: byId(await stores.pictures.list()),
    readings: byId(await stores.readings.list()),
    projects: byId(await stores.projects.list()),
    recipes: byId(await stores.recipes.read()),
  };
}
type Here = Awaited<ReturnType<typeof listHere>>;

type RestoreEntry = (name: string, restoring: Restoring) => Promise<Outcome>;

/** How an entry of each kind is restored. Throws `invalid_request` for one that is damaged. */
export const RESTORE: Readonly<Record<BackupKind, RestoreEntry>> = {
  conversations: restoreConversation,
  pictures: restorePicture,
  readings: restoreReading,
  projects: restoreProject,
  recipes: restoreRecipe,
};

async function restoreConversation(
  name: string,
  { zip, stores: { conversations }, here }: Restoring,
): Promise<Outcome> {
  const { conversation, messages } = await readEntry(zip, name, conversationEntrySchema);
  const own = messages.map((message) => ({ ...message, conversationId: conversation.id }));
  const known = here.conversations.get(conversation.id);
  if (!known) {
    await conversations.save(conversation, ...own);
    here.conversations.set(conversation.id, conversation);
    return 'added';
  }
  const ids = new Set((await conversations.readMessages(conversation.id)).map(({ id }) => id));
  const missing = own.filter(({ id }) => !ids.has(id));
  const isLater = conversation.updatedAt > known.updatedAt;
  if (missing.length === 0 && !isLater) return 'known';
  await conversations.save(isLater ? conversation : known, ...missing);
  return 'added';
}

async function restorePicture(
  name: string,
  { zip, stores: { pictures }, here, signal }: Restoring,
): Promise<Outcome> {
  const { picture, file, thumbnail } = await readEntry(zip, name, pictureEntrySchema);
  const known = here.pictures.get(picture.id);
  if (known) {
    if (bringsNote(picture, known)) await pictures.update({ ...known, note: picture.note });
    return 'known';
  }
  const whole = {
    file: await readFile(zip, file, signal),
    thumbnail: await readFile(zip, thumbnail, signal),
  };
  await pictures.put({ ...picture, sizeBytes: whole.file.size, ...whole });
  here.pictures.set(picture.id, picture);
  return 'added';
}

function bringsNote(
  picture: StoredPicture,
  known: StoredPicture,
): picture is StoredPicture & { note: string } {
  return picture.note !== undefined && known.note === undefined;
}

/** One that is here keeps its name and its pictures, and gets those that it does not have. */
export async function restoreCollections({
  zip,
  stores: { collections },
}: Restoring): Promise<void> {
  const kept = await readEntry(zip, COLLECTIONS_NAME, collectionsEntrySchema);
  const here = new Set((await collections.list()).map(({ id }) => id));
  for (const each of kept) {
    if (!here.has(each.id)) await collections.put(each);
    else await collections.change(each.id, (known) => withPictures(known, each.pictureIds));
  }
}

async function restoreReading(
  name: string,
  { zip, stores: { readings }, here, signal }: Restoring,
): Promise<Outcome> {
  const { reading, pieces } = await readEntry(zip, name, readingEntrySchema);
  const known = here.readings.get(reading.id);
  if (known && known.durationSeconds >= reading.durationSeconds) return 'known';
  const whole: ReadingPiece[] = [];
  for (const { index, about, samples } of pieces)
    whole.push({
      ...about,
      index,
      follows: about.follows ?? about.start,
      samples: await readFile(zip, samples, signal),
    });
  await readings.save(reading);
  for (const piece of whole) await readings.savePiece(reading.id, piece);
  here.readings.set(reading.id, reading);
  return 'added';
}

/** Of two versions the one stays that was changed later. */
async function restoreProject(
  name: string,
  { zip, stores: { projects }, here, signal }: Restoring,
): Promise<Outcome> {
  const { project, files } = await readEntry(zip, name, projectEntrySchema);
  const known = here.projects.get(project.id);
  if (known && known.updatedAt >= project.updatedAt) return 'known';
  await projects.save(project, await readFiles(zip, files, signal));
  here.projects.set(project.id, project);
  return 'added';
}

async function restoreRecipe(
  name: string,
  { zip, stores: { recipes, recipePictures }, here, signal }: Restoring,
): Promise<Outcome> {
  const { recipe, pictures } = await readEntry(zip, name, recipeEntrySchema);
  if (here.recipes.has(recipe.id)) return 'known';
  for (const [key, picture] of await readFiles(zip, pictures, signal))
    await recipePictures.put(key, picture);
  await recipes.put(recipe);
  here.recipes.set(recipe.id, recipe);
  return 'added';
}
