import type { ZipFile } from '../../engine/files/write-zip.ts';
import { listPictureNames } from '../../engine/bulk/recipe-pictures.ts';
import type { StoredPicture } from '../../engine/images/picture-store.ts';
import type { StoredConversation } from '../conversations.ts';
import type { StoredReading } from '../readings.ts';
import type { SavedRecipe } from '../recipes.ts';
import type { StudioProject } from '../studio/studio-project.ts';
import type {
  BackupStores,
  ConversationEntry,
  KeptFiles,
  PictureEntry,
  ProjectEntry,
  ReadingEntry,
  RecipeEntry,
} from './backup-format.ts';

/** Where entries are written to, and from. */
export interface EntryPlace {
  zip: ZipFile;
  stores: BackupStores;
  signal: AbortSignal;
}

export const addJson = (zip: ZipFile, name: string, value: unknown) =>
  zip.add(name, new Blob([JSON.stringify(value)]));

export async function addConversation(
  { zip, stores }: EntryPlace,
  conversation: StoredConversation,
  n: number,
): Promise<void> {
  const messages = await stores.conversations.readMessages(conversation.id);
  const entry: ConversationEntry = { conversation, messages };
  await addJson(zip, `conversations/${n}.json`, entry);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/gif': 'gif',
};

export async function addPicture(
  { zip, stores, signal }: EntryPlace,
  picture: StoredPicture,
  n: number,
): Promise<void> {
  const { file, thumbnail } = await stores.pictures.readFiles(picture.id);
  const entry: PictureEntry = {
    picture,
    file: { name: `pictures/${n}.${EXTENSIONS[file.type] ?? 'bin'}`, type: file.type },
    thumbnail: { name: `pictures/${n}.thumbnail`, type: thumbnail.type },
  };
  await zip.add(entry.file.name, file, signal);
  await zip.add(entry.thumbnail.name, thumbnail, signal);
  await addJson(zip, `pictures/${n}.json`, entry);
}

export async function addReading(
  { zip, stores, signal }: EntryPlace,
  reading: StoredReading,
  n: number,
): Promise<void> {
  const pieces = await stores.readings.readPieces(reading.id);
  const entry: ReadingEntry = {
    reading,
    pieces: pieces.map(({ samples, index, ...about }) => ({
      index,
      about,
      samples: { name: `readings/${n}-${index}.pcm`, type: samples.type },
    })),
  };
  for (const { index, samples } of pieces)
    await zip.add(`readings/${n}-${index}.pcm`, samples, signal);
  await addJson(zip, `readings/${n}.json`, entry);
}

export async function addProject(
  place: EntryPlace,
  project: StudioProject,
  n: number,
): Promise<void> {
  const kept = await place.stores.projects.readFiles(project.id);
  const entry: ProjectEntry = { project, files: await addFiles(place, `projects/${n}`, kept) };
  await addJson(place.zip, `projects/${n}.json`, entry);
}

/** A picture that is not here any more is missing in the recipe there, too. */
export async function addRecipe(place: EntryPlace, recipe: SavedRecipe, n: number): Promise<void> {
  const kept = new Map<string, Blob>();
  for (const name of listPictureNames(recipe.operations)) {
    const picture = await place.stores.recipePictures.read(name);
    if (picture) kept.set(name, picture);
  }
  const entry: RecipeEntry = { recipe, pictures: await addFiles(place, `recipes/${n}`, kept) };
  await addJson(place.zip, `recipes/${n}.json`, entry);
}

async function addFiles(
  { zip, signal }: EntryPlace,
  stem: string,
  kept: ReadonlyMap<string, Blob>,
): Promise<KeptFiles> {
  const files: KeptFiles = [];
  for (const [key, file] of kept) {
    const name = `${stem}-${files.length + 1}`;
    await zip.add(name, file, signal);
    files.push({ key, file: { name, type: file.type } });
  }
  return files;
}
