import * as z from 'zod/mini';
import { defineOperation, mapFrames } from '../operation.ts';
import { between, colour, parseColour } from '../options.ts';
import { makeRoomFor } from '../pixels/with-alpha.ts';

const QUARTERS: Readonly<Record<number, string>> = { 90: 'd90', 180: 'd180', 270: 'd270' };

/** Turns clockwise. Other angles than quarter turns leave corners, which get the background. */
export const rotate = defineOperation({
  name: 'rotate',
  options: z.strictObject({
    /** Degrees. */
    angle: between(-360, 360),
    background: z._default(colour(), 'transparent'),
  }),
  apply(picture, { angle, background }, { keep }) {
    const turn = ((angle % 360) + 360) % 360;
    if (turn === 0) return picture;
    const quarter = QUARTERS[turn];
    if (quarter) return mapFrames(picture, (frame) => keep(frame.rot(quarter)));
    const fill = parseColour(background);
    return mapFrames(picture, (frame) => {
      const { image, background: colours } = makeRoomFor(frame, fill, keep);
      return keep(image.rotate(turn, { background: colours }));
    });
  },
});
