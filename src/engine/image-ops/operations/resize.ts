import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { defineOperation, mapFrames, sizeOf } from '../operation.ts';
import { colour, flag, oneOf, parseColour, side } from '../options.ts';
import { extend } from '../pixels/extend.ts';
import { centre, fitSize, FITS } from '../pixels/fit-size.ts';
import { resizeTo } from '../pixels/resize-to.ts';

const KERNELS = ['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3'] as const;

/** Larger or smaller. With one side only, the other follows. */
export const resize = defineOperation({
  name: 'resize',
  options: z.strictObject({
    /** Pixels. */
    width: z.optional(side()),
    height: z.optional(side()),
    fit: z._default(oneOf(FITS), 'inside'),
    kernel: z._default(oneOf(KERNELS), 'lanczos3'),
    /** Whether a small picture may become larger. */
    enlarge: z._default(flag(), true),
    /** Around a picture that is contained. */
    background: z._default(colour(), 'transparent'),
  }),
  apply(picture, { width, height, fit, kernel, enlarge, background }, { vips, keep }) {
    if (width === undefined && height === undefined)
      throw new EngineError('invalid_request', 'resize: give a width or a height, in pixels.');
    const { scaled, frame } = fitSize(sizeOf(picture), { width, height, fit, enlarge });
    const fill = parseColour(background);
    return mapFrames(picture, (image) => {
      const resized = resizeTo(image, scaled, kernel, keep);
      if (fit === 'contain')
        return extend(vips, resized, { ...frame, ...centre(frame, scaled) }, fill, keep);
      if (fit !== 'cover') return resized;
      const { left, top } = centre(scaled, frame);
      return keep(resized.extractArea(left, top, frame.width, frame.height));
    });
  },
});
