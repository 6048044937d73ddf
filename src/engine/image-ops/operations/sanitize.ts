import * as z from 'zod/mini';
import { defineOperation } from '../operation.ts';

/**
 * Writes a new picture from the pixels. What it promises is done to every picture that is
 * opened: checked by its header, turned upright, brought to sRGB, and its metadata left behind.
 */
export const sanitize = defineOperation({
  name: 'sanitize',
  options: z.strictObject({}),
  apply: (picture) => picture,
});
