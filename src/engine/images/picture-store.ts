import * as z from 'zod/mini';
import { originSchema } from '../origin.ts';
import { imageParametersSchema, type ImageParameters } from './metadata/image-parameters.ts';

/** A stored picture, without its bytes. */
export const storedPictureSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  /**
   * In pixels, as measured; `parameters` may tell of another size, that at which it was drawn
   * before it was made larger.
   */
  width: z.number(),
  height: z.number(),
  sizeBytes: z.number(),
  parameters: imageParametersSchema,
  /** Parameters that are placeholders for what a file from elsewhere does not say. */
  unknown: z.optional(z.array(z.string())),
  isFavourite: z.boolean(),
  /** The picture that this one was made from, if that is a stored one. */
  sourceId: z.optional(z.string()),
  /** The request it was drawn for, by which the requester finds it. */
  jobId: z.optional(z.string()),
  /** Digests of all that it depends on, by which the same request finds it. */
  drawingKeys: z.optional(z.array(z.string())),
  /** What asked for it, beside pictures. */
  origin: originSchema,
  /** What somebody has written about it. */
  note: z.optional(z.string()),
});
export type StoredPicture = z.infer<typeof storedPictureSchema>;

/** What is known about how a picture was made. */
export function knownParameters({ parameters, unknown }: StoredPicture): Partial<ImageParameters> {
  // Earlier versions kept no list: there a picture without a model was one that told nothing.
  const isSilent = unknown === undefined && parameters.model === '';
  const isKnown = (name: string, value: unknown) =>
    !unknown?.includes(name) && !(isSilent && (value === 0 || value === ''));
  return Object.fromEntries(
    Object.entries(parameters).filter(([name, value]) => isKnown(name, value)),
  );
}

/** Its bytes: the PNG as drawn, parameters included, and a small WebP. */
export interface PictureFiles {
  file: Blob;
  thumbnail: Blob;
}

/** A picture with its bytes. */
export type WholePicture = StoredPicture & PictureFiles;

/** The pictures stored in this browser. */
export interface PictureStore {
  /** Newest first. */
  list(): Promise<StoredPicture[]>;
  /** The first so many of `list`, without reading the others. */
  listNewest(count: number): Promise<StoredPicture[]>;
  /** Those of these that are here, in no order. */
  read(ids: readonly string[]): Promise<StoredPicture[]>;
  /**
   * Blobs whose bytes stay on disk until they are read. Throws `storage_unavailable` for a lost
   * one.
   */
  readFiles(id: string): Promise<PictureFiles>;
  /** Writes pictures together or not at all. Throws `storage_full`. */
  put(...pictures: WholePicture[]): Promise<void>;
  /** Changes what is known about a picture, not its bytes. */
  update(picture: StoredPicture): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}
