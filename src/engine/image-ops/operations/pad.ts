import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { defineOperation, mapFrames, sizeOf } from '../operation.ts';
import { colour, MAX_SIDE, offset, parseColour } from '../options.ts';
import { extend } from '../pixels/extend.ts';

/** Adds a border, in pixels by side. */
export const pad = defineOperation({
  name: 'pad',
  options: z.strictObject({
    left: z._default(offset(), 0),
    top: z._default(offset(), 0),
    right: z._default(offset(), 0),
    bottom: z._default(offset(), 0),
    background: z._default(colour(), 'transparent'),
  }),
  apply(picture, { left, top, right, bottom, background }, { vips, keep }) {
    const size = sizeOf(picture);
    const width = left + size.width + right;
    const height = top + size.height + bottom;
    if (Math.max(width, height) > MAX_SIDE)
      throw new EngineError(
        'invalid_request',
        `pad: the picture would be ${width} × ${height} pixels; the limit is ${MAX_SIDE} a side.`,
      );
    const placement = { left, top, width, height };
    const fill = parseColour(background);
    return mapFrames(picture, (frame) => extend(vips, frame, placement, fill, keep));
  },
});
