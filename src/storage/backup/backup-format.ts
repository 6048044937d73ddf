import * as z from 'zod/mini';
import { storedPictureSchema } from '../../engine/images/picture-store.ts';
import { collectionSchema } from '../collections.ts';
import { conversationSchema, messageSchema } from '../conversations.ts';
import type { GalleryStores } from '../gallery-stores.ts';
import { presetSchema } from '../presets.ts';
import { pieceSchema, readingSchema } from '../readings.ts';
import type { RecipePictures } from '../recipe-pictures.ts';
import { savedRecipeSchema, type RecipeStorage } from '../recipes.ts';
import type { Stores } from '../stores.ts';
import { studioProjectSchema } from '../studio/studio-project.ts';
import type { StudioProjects } from '../studio/studio-projects.ts';

/**
 * A backup is a zip file of stored entries. Everything that people have made is in it; weights are
 * not, since they can be downloaded again.
 *
 * | entry | what it is |
 * |---|---|
 * | `backup.json` | `headerSchema`: format, version, when it was made, how many there are of each |
 * | `settings.json` | the settings (settings.ts); unknown ones are passed over |
 * | `presets.json` | chat presets |
 * | `conversations/N.json` | `conversationEntrySchema`: a conversation with all branches |
 * | `pictures/N.json` | `pictureEntrySchema`: what is known of a picture, and the names of its files |
 * | `pictures/N.png`, … | the picture as it was kept, parameters and all |
 * | `pictures/N.thumbnail` | its small form |
 * | `collections.json` | collections of pictures, which name pictures by their ids; may be missing |
 * | `readings/N.json` | `readingEntrySchema`: a reading, what is known of its pieces, and the names of their files |
 * | `readings/N-P.pcm` | the sound of piece P (its `index`): 16 bits, little-endian, one channel |
 * | `projects/N.json` | `projectEntrySchema`: a project of the studio, and the names of its files |
 * | `projects/N-M` | its file M, as it was kept |
 * | `recipes/N.json` | `recipeEntrySchema`: a recipe of Bulk, and the names of the pictures in it |
 * | `recipes/N-M` | its picture M |
 *
 * N counts from 1 and means nothing: ids are inside. Versions: 1, the first. A reader refuses a
 * newer version and reads all older ones; an entry that it cannot read is named and passed over, and
 * a kind of entry that it does not know is passed over. Projects and recipes came later: a backup of
 * version 1 may have none.
 */
export const BACKUP_VERSION = 1;
export const BACKUP_FORMAT = 'triptych-backup';
export const HEADER_NAME = 'backup.json';
export const SETTINGS_NAME = 'settings.json';
export const PRESETS_NAME = 'presets.json';
export const COLLECTIONS_NAME = 'collections.json';

/** How many there are of each kind. */
export const countsSchema = z.object({
  conversations: z.number(),
  pictures: z.number(),
  readings: z.number(),
  projects: z._default(z.number(), 0),
  recipes: z._default(z.number(), 0),
});
export type BackupCounts = z.infer<typeof countsSchema>;

export const headerSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  version: z.int().check(z.positive()),
  /** ms since 1970. */
  createdAt: z.number(),
  counts: countsSchema,
});
export type BackupHeader = z.infer<typeof headerSchema>;

export const conversationEntrySchema = z.object({
  conversation: conversationSchema,
  messages: z.array(messageSchema),
});
export type ConversationEntry = z.infer<typeof conversationEntrySchema>;

/** A file of its own in the zip. */
const fileSchema = z.object({ name: z.string(), type: z.string() });

export const pictureEntrySchema = z.object({
  picture: storedPictureSchema,
  file: fileSchema,
  thumbnail: fileSchema,
});
export type PictureEntry = z.infer<typeof pictureEntrySchema>;

export const readingEntrySchema = z.object({
  reading: readingSchema,
  pieces: z.array(z.object({ index: z.int(), about: pieceSchema, samples: fileSchema })),
});
export type ReadingEntry = z.infer<typeof readingEntrySchema>;

/** Files by the ids or names under which the browser keeps them. */
const keptFilesSchema = z.array(z.object({ key: z.string(), file: fileSchema }));
export type KeptFiles = z.infer<typeof keptFilesSchema>;

export const projectEntrySchema = z.object({
  project: studioProjectSchema,
  files: keptFilesSchema,
});
export type ProjectEntry = z.infer<typeof projectEntrySchema>;

export const recipeEntrySchema = z.object({ recipe: savedRecipeSchema, pictures: keptFilesSchema });
export type RecipeEntry = z.infer<typeof recipeEntrySchema>;

export const presetsEntrySchema = z.array(presetSchema);
export const collectionsEntrySchema = z.array(collectionSchema);

/** Where what people have made is kept. */
export type BackupStores = Pick<Stores, 'conversations' | 'pictures' | 'readings'> &
  Pick<GalleryStores, 'collections'> & {
    projects: StudioProjects;
    recipes: RecipeStorage;
    recipePictures: RecipePictures;
  };

/** What is counted, in the order in which it is told. */
export const BACKUP_KINDS = [
  'conversations',
  'pictures',
  'readings',
  'projects',
  'recipes',
] as const satisfies readonly (keyof BackupCounts)[];
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** Progress while a backup is written or restored. */
export type BackupProgress = { type: 'backup-progress'; done: number; total: number };
