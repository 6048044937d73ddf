import type { FocalPoint } from './focal/focal-point.ts';
import type { Verdict } from './operations/moderate.ts';

/** What operations find out about a picture. */
export interface Findings {
  focalPoint?: FocalPoint;
  /** What the classifier says about its content. */
  verdict?: Verdict;
}
