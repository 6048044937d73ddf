import type { FocalPoint } from './focal/focal-point.ts';

/** What operations find out about a picture. */
export interface Findings {
  focalPoint?: FocalPoint;
}
