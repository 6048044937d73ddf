import { SCREENS } from '../screens.ts';

/** What the link under an answer does. */
export const guideActions = [
  ...SCREENS.map(({ id }) => `open:${id}` as const),
  'open:device',
  'open:shortcuts',
  'new-chat',
  'download:recommended',
  // This very question, to a larger model that is here; else its download.
  'ask:larger',
] as const;
export type GuideAction = (typeof guideActions)[number];

/** Where an answer came from that no model wrote, and what can be done next. */
export interface GuideSource {
  title: string;
  link?: { label: string; action: GuideAction };
  /** Titles of the texts that came next: what else may have been meant. */
  related: string[];
}
