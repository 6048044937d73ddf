import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TextChapter } from '../../../storage/chapters.ts';
import type { DraftStorage } from '../../../storage/drafts.ts';
import {
  createReadingDraftStorage,
  type ReadingDraft,
  type ReadingDrafts,
  type ReadingDraftStorage,
} from '../../../storage/reading-drafts.ts';
import type { Values } from '../../../storage/values.ts';

interface ReadingDraftActions {
  /** Edited text. Chapters after the change move with their text. */
  write(text: string): void;
  /** Replaces this text by another, with a way to restore it. */
  replace(draft: Partial<ReadingDraft>): void;
  /**
   * Brings the earlier text back. What is there now becomes the earlier one, so that nothing is
   * lost either way.
   */
  undo(): void;
  /** The earlier text is not wanted any more. */
  forgetEarlier(): void;
}
export type ReadingDraftStore = StoreApi<ReadingDrafts & ReadingDraftActions>;

const EMPTY: ReadingDraft = { text: '', title: '', chapters: [] };
const isWritten = ({ text }: ReadingDraft) => text.trim() !== '';

/** The text that is being prepared for a reading, kept over a reload. */
export async function openReadingDraft(storage: ReadingDraftStorage): Promise<ReadingDraftStore> {
  const kept = await storage.read();
  return createStore<ReadingDrafts & ReadingDraftActions>()((set, get) => {
    function keep(drafts: ReadingDrafts): void {
      set(drafts);
      void storage.write(drafts);
    }
    /** An empty text takes no other one's place. */
    const putAside = (draft: ReadingDraft, other: ReadingDraft | null) =>
      isWritten(draft) ? draft : other;

    return {
      ...kept,
      write(text) {
        const { draft, earlier } = get();
        const chapters = moveChapters(draft.chapters, draft.text, text);
        keep({
          draft: isWritten({ ...draft, text }) ? { ...draft, text, chapters } : { ...EMPTY, text },
          earlier,
        });
      },
      replace(next) {
        const { draft, earlier } = get();
        const isSame = draft.text === next.text;
        keep({
          draft: { ...EMPTY, ...next },
          earlier: isSame ? earlier : putAside(draft, earlier),
        });
      },
      undo() {
        const { draft, earlier } = get();
        if (earlier) keep({ draft: earlier, earlier: putAside(draft, null) });
      },
      forgetEarlier: () => keep({ draft: get().draft, earlier: null }),
    };
  });
}

/** The part of the studio that keeps drafts. */
export interface DraftParts {
  values: Values;
  drafts: DraftStorage;
}

const opened = new WeakMap<Values, Promise<ReadingDraftStore>>();

/** The one store over a storage, opened when it is first needed: the first page does without. */
export function readingDraftOf({ values, drafts }: DraftParts): Promise<ReadingDraftStore> {
  const store = opened.get(values) ?? openReadingDraft(createReadingDraftStorage(values, drafts));
  opened.set(values, store);
  return store;
}

/** Chapters of a text that was changed in one place: later ones move, deleted ones are gone. */
export function moveChapters(
  chapters: readonly TextChapter[],
  before: string,
  after: string,
): TextChapter[] {
  if (chapters.length === 0) return [];
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && before.at(-1 - sameAtEnd) === after.at(-1 - sameAtEnd))
    sameAtEnd++;
  return chapters.flatMap((chapter) => {
    if (chapter.start < same) return [chapter];
    if (chapter.start < before.length - sameAtEnd) return [];
    return [{ ...chapter, start: chapter.start + after.length - before.length }];
  });
}
