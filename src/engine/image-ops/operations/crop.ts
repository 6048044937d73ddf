import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { defineOperation, mapFrames, sizeOf } from '../operation.ts';
import { offset, side } from '../options.ts';

/** Keeps a rectangle, in pixels from the top left. */
export const crop = defineOperation({
  name: 'crop',
  options: z.strictObject({
    left: z._default(offset(), 0),
    top: z._default(offset(), 0),
    width: side(),
    height: side(),
  }),
  apply(picture, { left, top, width, height }, { keep }) {
    const size = sizeOf(picture);
    checkInside('left', 'width', left + width, size.width);
    checkInside('top', 'height', top + height, size.height);
    return mapFrames(picture, (frame) => keep(frame.extractArea(left, top, width, height)));
  },
});

function checkInside(start: string, length: string, end: number, available: number): void {
  if (end > available)
    throw new EngineError(
      'invalid_request',
      `crop: "${start}" and "${length}" reach ${end} pixels, but the picture has only ${available}.`,
      { details: { operation: 'crop', option: length } },
    );
}
