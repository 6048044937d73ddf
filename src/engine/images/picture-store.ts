import * as z from 'zod/mini';
import { imageParametersSchema } from './metadata/image-parameters.ts';

/** A picture that is kept, without its bytes. */
export const storedPictureSchema = z.object({
  id: z.string(),
  createdAt: z.number(),
  width: z.number(),
  height: z.number(),
  sizeBytes: z.number(),
  parameters: imageParametersSchema,
  isFavourite: z.boolean(),
  /** The picture that this one was made from, if that was one of these. */
  sourceId: z.optional(z.string()),
});
export type StoredPicture = z.infer<typeof storedPictureSchema>;

/** Its bytes: the PNG as it was made, parameters and all, and a small WebP. */
export interface PictureFiles {
  file: Blob;
  thumbnail: Blob;
}

/** A picture with its bytes. */
export type WholePicture = StoredPicture & PictureFiles;

/** Pictures of this browser. */
export interface PictureStore {
  /** Newest first. */
  list(): Promise<StoredPicture[]>;
  /** Blobs whose bytes stay on disk until somebody asks. Throws `storage_unavailable` for a lost one. */
  readFiles(id: string): Promise<PictureFiles>;
  /** Writes pictures together or not at all. Throws `storage_full`. */
  put(...pictures: WholePicture[]): Promise<void>;
  /** Changes what is known of a picture, not its bytes. */
  update(picture: StoredPicture): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
}
