import * as z from 'zod/mini';
import { chaptersSchema } from './chapters.ts';
import type { DraftStorage } from './drafts.ts';

const draftSchema = z.object({ text: z.string(), title: z.string(), chapters: chaptersSchema });
/**
 * A text that is to be read. `title`: of its file or where it comes from; empty if its first line
 * names it.
 */
export type ReadingDraft = z.infer<typeof draftSchema>;

const detailsSchema = z.object({
  title: z.catch(z.string(), ''),
  chapters: chaptersSchema,
  earlier: z.catch(z.nullable(draftSchema), null),
});

/** The text on the speech screen, and the one that it took the place of. */
export interface ReadingDrafts {
  draft: ReadingDraft;
  earlier: ReadingDraft | null;
}

export interface ReadingDraftStorage {
  read(): ReadingDrafts;
  write(drafts: ReadingDrafts): void;
}

const TEXT = 'speech';
const DETAILS = 'speech-details';
/**
 * A whole book beside another one would leave no room for anything else in localStorage; it lasts
 * until the tab closes.
 */
const MAX_EARLIER = 400_000;

export function createReadingDraftStorage(drafts: DraftStorage): ReadingDraftStorage {
  return {
    read() {
      const { earlier, ...about } = detailsSchema.parse(parseJson(drafts.read(DETAILS)));
      return { draft: { text: drafts.read(TEXT), ...about }, earlier };
    },
    write({ draft: { text, title, chapters }, earlier }) {
      const kept = earlier && earlier.text.length <= MAX_EARLIER ? earlier : null;
      const isPlain = title === '' && chapters.length === 0 && kept === null;
      drafts.write(TEXT, text);
      drafts.write(DETAILS, isPlain ? '' : JSON.stringify({ title, chapters, earlier: kept }));
    },
  };
}

function parseJson(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
