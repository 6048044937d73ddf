import { z } from 'zod';
import { GUIDE_ACTIONS } from '../../studio-actions.ts';
import rows from './guide-texts.json' with { type: 'json' };

const guideTextSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** A heading of a few words. */
  title: z.string().min(1),
  /** The answer in one to three sentences; names of controls stand in **asterisks**. */
  text: z.string().min(1),
  link: z.strictObject({ label: z.string().min(1), action: z.enum(GUIDE_ACTIONS) }).optional(),
  /**
   * Things that people ask for and the program lacks, if the text says so: no control may have such
   * a name.
   */
  denies: z.array(z.string().min(1)).min(1).optional(),
  /** Ways to ask for it. */
  questions: z.array(z.string().min(1)).min(1),
});

export type GuideText = z.infer<typeof guideTextSchema>;

/**
 * Everything the guide knows about Triptych; all of it must be true of this version. A missing
 * feature is covered by a text that `denies` it.
 */
export const guideTexts: readonly GuideText[] = z.array(guideTextSchema).parse(rows);

/** The control names in a text, in order: every one must exist in the interface. */
export function listControlNames(text: string): string[] {
  return Array.from(text.matchAll(/\*\*(.+?)\*\*/g), ([, name]) => name ?? '');
}
