import type { FocalPoint } from './focal/focal-point.ts';
import type { MarkFinding } from './marks/invisible/mark-finding.ts';
import type { Verdict } from './operations/moderate.ts';
import type { TextBlockFinding } from './text/text-block-finding.ts';

/** What operations find out about a picture. */
export interface Findings {
  focalPoint?: FocalPoint;
  /** What the classifier says about its content. */
  verdict?: Verdict;
  /** Of each text that was drawn, in the order of the blocks. */
  textBlocks?: readonly TextBlockFinding[];
  mark?: MarkFinding;
}
