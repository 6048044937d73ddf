import { get } from 'idb-keyval';
import * as z from 'zod/mini';
import { chaptersSchema } from './chapters.ts';
import type { DraftStorage } from './drafts.ts';
import { originSchema } from '../engine/origin.ts';
import { parseJson } from '../engine/parse-json.ts';
import { setAtOnce, type Values } from './values.ts';

const draftSchema = z.object({
  text: z.string(),
  title: z.string(),
  chapters: chaptersSchema,
  origin: originSchema,
});
/**
 * A text that is to be read. `title`: of its file or where it comes from; empty if its first line
 * names it.
 */
export type ReadingDraft = z.infer<typeof draftSchema>;

const EMPTY: ReadingDraft = { text: '', title: '', chapters: [] };
const draftsSchema = z.object({
  draft: z.catch(draftSchema, EMPTY),
  earlier: z.catch(z.nullable(draftSchema), null),
});
/** The text on the speech screen, and the one that it took the place of. */
export type ReadingDrafts = z.infer<typeof draftsSchema>;

export interface ReadingDraftStorage {
  read(): Promise<ReadingDrafts>;
  /** Where storage is denied or full, the text stays on the screen. */
  write(drafts: ReadingDrafts): Promise<void>;
}

const KEY = 'reading-draft';

/** `former`: where an earlier version kept them; what is there is taken over. */
export function createReadingDraftStorage(
  values: Values,
  former: DraftStorage,
): ReadingDraftStorage {
  return {
    async read() {
      const taken = readFormer(former);
      try {
        if (taken) {
          await setAtOnce(KEY, taken, values);
          for (const name of [FORMER_TEXT, FORMER_DETAILS]) former.write(name, '');
        }
        return parse(await get(KEY, values));
      } catch {
        return taken ?? parse(undefined);
      }
    },
    write: (drafts) => setAtOnce(KEY, drafts, values).catch(() => undefined),
  };
}

function parse(value: unknown): ReadingDrafts {
  return draftsSchema.safeParse(value).data ?? { draft: EMPTY, earlier: null };
}

const FORMER_TEXT = 'speech';
const FORMER_DETAILS = 'speech-details';

/** The text as it was, and in JSON what else was known of it. */
function readFormer(drafts: DraftStorage): ReadingDrafts | null {
  const text = drafts.read(FORMER_TEXT);
  const details = drafts.read(FORMER_DETAILS);
  if (!text && !details) return null;
  const { earlier, ...about } = formerSchema.parse(parseJson(details) ?? {});
  return { draft: { text, ...about }, earlier };
}

const formerSchema = z.object({
  title: z.catch(z.string(), ''),
  chapters: chaptersSchema,
  earlier: z.catch(z.nullable(draftSchema), null),
});
