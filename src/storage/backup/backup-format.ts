import * as z from 'zod/mini';
import { storedPictureSchema } from '../../engine/images/picture-store.ts';
import { collectionSchema } from '../collections.ts';
import { conversationSchema, messageSchema } from '../conversations.ts';
import type { GalleryStores } from '../gallery-stores.ts';
import { presetSchema } from '../presets.ts';
import { pieceSchema, readingSchema } from '../readings.ts';
import type { Stores } from '../stores.ts';

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
 *
 * N counts from 1 and means nothing: ids are inside. Versions: 1, the first. A reader refuses a
 * newer version and reads all older ones; an entry that it cannot read is counted and passed over.
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

export const presetsEntrySchema = z.array(presetSchema);
export const collectionsEntrySchema = z.array(collectionSchema);

/** Where what people have made is kept. */
export type BackupStores = Pick<Stores, 'conversations' | 'pictures' | 'readings'> &
  Pick<GalleryStores, 'collections'>;

/** Progress while a backup is written or restored. */
export type BackupProgress = { type: 'backup-progress'; done: number; total: number };
