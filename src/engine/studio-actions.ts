import { SCREENS } from './screens.ts';

/** What the link under an answer of the guide may do. */
export const GUIDE_ACTIONS = [
  ...SCREENS.map(({ id }) => `open:${id}` as const),
  'open:device',
  'open:shortcuts',
  'new-chat',
  'download:recommended',
  // This very question, to a larger model that is here; else its download.
  'ask:larger',
] as const;
export type GuideAction = (typeof GUIDE_ACTIONS)[number];

/** A link as the guide writes it. */
export interface GuideLink {
  label: string;
  action: GuideAction;
}

/**
 * What a link, a remedy of an error or an entry of the palette asks of the studio. `use:` is
 * followed by the id of a chat model that is here.
 */
export type StudioAction = GuideAction | 'reload' | `use:${string}`;
