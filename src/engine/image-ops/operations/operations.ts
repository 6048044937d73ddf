import type { Operation } from '../operation.ts';
import { blur } from './blur.ts';
import { convert } from './convert.ts';
import { crop } from './crop.ts';
import { flip } from './flip.ts';
import { optimize } from './optimize.ts';
import { pad } from './pad.ts';
import { resize } from './resize.ts';
import { rotate } from './rotate.ts';
import { sanitize } from './sanitize.ts';

const ALL = [sanitize, optimize, convert, resize, crop, pad, rotate, flip, blur];

/** Every operation by its name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  ALL.map((operation) => [operation.name, operation as unknown as Operation]),
);
