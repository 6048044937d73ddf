import * as z from 'zod/mini';
import { librariesOf, OUTPUT_FORMATS } from '../encode-picture.ts';
import { defineOperation } from '../operation.ts';
import { flag, oneOf, quality, wholeBetween } from '../options.ts';

const MAX_TARGET_BYTES = 1e9;

/** Another format, quality or size in bytes. */
export const convert = defineOperation({
  name: 'convert',
  options: z
    .strictObject({
      format: oneOf(OUTPUT_FORMATS),
      quality: z.optional(quality()),
      isLossless: z.optional(flag()),
      /** Bytes. The quality is the highest that stays within them. */
      targetBytes: z.optional(wholeBetween(1, MAX_TARGET_BYTES)),
    })
    .check(
      z.refine(
        (options) =>
          [options.quality, options.isLossless || undefined, options.targetBytes].filter(
            (option) => option !== undefined,
          ).length <= 1,
        { error: () => 'give only one of "quality", "isLossless" and "targetBytes"' },
      ),
    ),
  libraries: ({ format }) => librariesOf(format),
  apply: (picture, options) => ({ ...picture, output: options }),
});
