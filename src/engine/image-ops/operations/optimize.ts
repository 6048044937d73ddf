import * as z from 'zod/mini';
import { defineOperation } from '../operation.ts';
import { quality } from '../options.ts';

/** WebP at a quality that looks the same to most people. */
export const optimize = defineOperation({
  name: 'optimize',
  options: z.strictObject({ quality: z._default(quality(), 82) }),
  apply: (picture, options) => ({ ...picture, output: { format: 'webp', ...options } }),
});
