import * as z from 'zod/mini';
import { parseJson } from '../engine/parse-json.ts';
import { shownPictureSchema, type ShownPicture } from './conversations.ts';
import type { TextStorage } from './settings.ts';

/** Unsent text and pictures, by conversation. */
export interface DraftStorage {
  read(conversationId: string | null): string;
  write(conversationId: string | null, text: string): void;
  readPictures(conversationId: string | null): readonly ShownPicture[];
  writePictures(conversationId: string | null, pictures: readonly ShownPicture[]): void;
}

const picturesSchema = z.array(shownPictureSchema);

export function createDraftStorage(storage: TextStorage | undefined): DraftStorage {
  const keyOf = (kind: string, conversationId: string | null) =>
    `triptych.${kind}.${conversationId ?? 'new'}`;
  function put(key: string, text: string): void {
    try {
      if (text) storage?.setItem(key, text);
      else storage?.removeItem(key);
    } catch {
      // Full or denied: the draft stays on the screen, which is all that can be done.
    }
  }
  return {
    read: (conversationId) => storage?.getItem(keyOf('draft', conversationId)) ?? '',
    write: (conversationId, text) => put(keyOf('draft', conversationId), text),
    readPictures(conversationId) {
      const stored = storage?.getItem(keyOf('draft-pictures', conversationId));
      return (stored && picturesSchema.safeParse(parseJson(stored)).data) || [];
    },
    writePictures: (conversationId, pictures) =>
      put(
        keyOf('draft-pictures', conversationId),
        pictures.length > 0 ? JSON.stringify(pictures) : '',
      ),
  };
}
