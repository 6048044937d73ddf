import type { EngineError } from '../../engine/errors.ts';
import type { ReadNote } from '../../engine/images/metadata/read-note.ts';
import type { StoredPicture, WholePicture } from '../../engine/images/picture-store.ts';

export interface PictureLibraryState {
  /** Newest first; `null` until read, and at first those that fill a screen. */
  pictures: readonly StoredPicture[] | null;
  /** Deleted a moment ago and can still be restored. */
  removed: readonly WholePicture[];
  /** A write that failed. */
  problem: EngineError | null;
  /**
   * Ids of those that the store did not take: on the screen, and gone with it unless they are saved
   * as files.
   */
  unsaved: readonly string[];
  /** Imported files with unreadable parts. */
  importNotes: readonly ImportNote[];
}

/** What could not be read of a file that was taken in all the same. */
export interface ImportNote {
  fileName: string;
  notes: readonly ReadNote[];
  /** Why nothing was read at all. */
  error?: EngineError;
}
