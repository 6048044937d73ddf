import type { GuideLink } from '../studio-actions.ts';

/** Where an answer came from that no model wrote, and what can be done next. */
export interface GuideSource {
  title: string;
  link?: GuideLink;
  /** Titles of the texts that came next: what else may have been meant. */
  related: string[];
}
