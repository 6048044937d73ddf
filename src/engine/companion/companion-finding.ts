import type { CompanionModel } from './companion-model.ts';

/** Why a companion cannot be used. */
export type CompanionProblem =
  /** Nothing answers there, or nothing that lets this page know. */
  | 'unreachable'
  /** It does not let pages of this origin in (CORS). */
  | 'page-refused'
  /** A page that came over https may not ask over http. */
  | 'mixed-content'
  /** The page's own content security policy is in the way. */
  | 'page-policy'
  | 'key-missing'
  | 'key-refused'
  /** Something else answers there. */
  | 'not-a-companion'
  /** The API of a tab, which has the models that are here anyway. */
  | 'a-tab'
  | 'other-version';

/** What is at an address. */
export type CompanionFinding =
  | { type: 'found'; version: string; models: readonly CompanionModel[] }
  | { type: 'problem'; problem: CompanionProblem };
