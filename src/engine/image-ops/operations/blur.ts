import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { defineOperation, mapFrames, sizeOf } from '../operation.ts';
import { between, offset, side } from '../options.ts';
import { mixPixels } from '../pixels/with-alpha.ts';

/** Blurs a rectangle, or everything where none is given. */
export const blur = defineOperation({
  name: 'blur',
  options: z.strictObject({
    /** Standard deviation, in pixels. */
    sigma: z._default(between(0.3, 200), 12),
    left: z._default(offset(), 0),
    top: z._default(offset(), 0),
    width: z.optional(side()),
    height: z.optional(side()),
  }),
  apply(picture, { sigma, left, top, width, height }, { keep }) {
    const size = sizeOf(picture);
    if (left >= size.width || top >= size.height)
      throw new EngineError(
        'invalid_request',
        `blur: the region begins outside the picture, which is ${size.width} × ${size.height} pixels.`,
      );
    const area = {
      width: Math.min(width ?? size.width, size.width - left),
      height: Math.min(height ?? size.height, size.height - top),
    };
    return mapFrames(picture, (frame) => {
      // Blurred as a whole: at the region's edge, what is around it is mixed in.
      const blurred = mixPixels(frame, (mixed) => mixed.gaussblur(sigma), keep);
      const region = keep(blurred.extractArea(left, top, area.width, area.height));
      return keep(frame.insert(region, left, top));
    });
  },
});
