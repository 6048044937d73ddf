import type { Operation } from '../operation.ts';
import { blur } from './blur.ts';
import { convert } from './convert.ts';
import { clipFocal } from './clip-focal.ts';
import { crop } from './crop.ts';
import { derivatives } from './derivatives.ts';
import { cutOut } from './cut-out.ts';
import { flip } from './flip.ts';
import { moderate } from './moderate.ts';
import { optimize } from './optimize.ts';
import { overlay } from './overlay.ts';
import { pad } from './pad.ts';
import { readMarkOperation } from './read-mark.ts';
import { resize } from './resize.ts';
import { rotate } from './rotate.ts';
import { sanitize } from './sanitize.ts';
import { upscale } from './upscale.ts';
import { watermark } from './watermark.ts';

const ALL = [
  sanitize,
  optimize,
  convert,
  resize,
  crop,
  pad,
  rotate,
  flip,
  blur,
  clipFocal,
  derivatives,
  cutOut,
  moderate,
  upscale,
  overlay,
  watermark,
  readMarkOperation,
];

/** Every operation by its name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  ALL.map((operation) => [operation.name, operation as unknown as Operation]),
);
