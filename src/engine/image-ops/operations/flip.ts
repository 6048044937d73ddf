import * as z from 'zod/mini';
import { defineOperation, mapFrames } from '../operation.ts';
import { oneOf } from '../options.ts';

/** Mirrors: `horizontal` exchanges left and right. */
export const flip = defineOperation({
  name: 'flip',
  options: z.strictObject({
    direction: z._default(oneOf(['horizontal', 'vertical']), 'horizontal'),
  }),
  apply: (picture, { direction }, { keep }) =>
    mapFrames(picture, (frame) => keep(frame.flip(direction))),
});
