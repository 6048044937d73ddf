import * as z from 'zod/mini';

const chapterSchema = z.object({ title: z.string(), start: z.number() });
/** A part of a text with a name, from `start` (UTF-16 units) to the next one. */
export type TextChapter = z.infer<typeof chapterSchema>;
export const chaptersSchema = z.catch(z.array(chapterSchema), []);
