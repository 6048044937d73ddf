import type { GuideLink } from '../studio-actions.ts';

/** Where an answer that no model wrote came from, and what the user can do next. */
export interface GuideSource {
  title: string;
  link?: GuideLink;
  /** Titles of the runner-up texts: what else may have been meant. */
  related: string[];
}
