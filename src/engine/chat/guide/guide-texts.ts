import { z } from 'zod';
import rows from './guide-texts.json' with { type: 'json' };

/** The screens that a text may speak of. */
export const guidePanels = ['chat', 'images', 'speech', 'studio', 'gallery', 'models', 'settings'] as const;
export type GuidePanel = (typeof guidePanels)[number];

/** Parts of the program, smaller than a screen, without which a text would not be true. */
export const guideFeatures = [
  'chat-settings',
  'chat-export',
  'json-output',
  'import',
  'self-test',
  'companion',
  'api',
] as const;
export type GuideFeature = (typeof guideFeatures)[number];

/** What the link under an answer does. */
export const guideActions = [
  'open:chat',
  'open:images',
  'open:speech',
  'open:studio',
  'open:gallery',
  'open:models',
  'open:settings',
  'open:device',
  'open:shortcuts',
  'new-chat',
  'download:recommended',
] as const;
export type GuideAction = (typeof guideActions)[number];

const guideTextSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** A heading of a few words. */
  title: z.string().min(1),
  /** The screen that must exist for the text to be true; `null`: none in particular. */
  panel: z.enum(guidePanels).nullable(),
  /** What else must exist. */
  needs: z.enum(guideFeatures).optional(),
  /** The answer in one to three sentences; names of controls stand in **asterisks**. */
  text: z.string().min(1),
  link: z.strictObject({ label: z.string().min(1), action: z.enum(guideActions) }).optional(),
  /** Ways to ask for it. */
  questions: z.array(z.string().min(1)).min(1),
});

export type GuideText = z.infer<typeof guideTextSchema>;

/** Everything that the guide knows about Triptych. */
export const guideTexts: readonly GuideText[] = z.array(guideTextSchema).parse(rows);

/** What the program has at present. */
export interface GuideSurroundings {
  panels: readonly GuidePanel[];
  features: readonly GuideFeature[];
}

/** Whether the text is true in a program that has these panels and features. */
export function isTextTrue({ panel, needs }: GuideText, { panels, features }: GuideSurroundings): boolean {
  return (panel === null || panels.includes(panel)) && (needs === undefined || features.includes(needs));
}

/** The names of controls in a text, in order: every one must be found in the interface. */
export function listControlNames(text: string): string[] {
  return Array.from(text.matchAll(/\*\*(.+?)\*\*/g), ([, name]) => name ?? '');
}
