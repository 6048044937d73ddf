import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { MARK_MODEL } from '../../models/catalog.ts';
import { hideMark } from '../marks/invisible/hide-mark.ts';
import { MAX_PAYLOAD } from '../marks/invisible/mark-code.ts';
import { layMark } from '../marks/visible/lay-mark.ts';
import { isPictureDataUrl, openMark } from '../marks/visible/open-mark.ts';
import { POSITIONS } from '../marks/visible/positions.ts';
import { defineOperation, firstFrame, type OperationTools } from '../operation.ts';
import { between, flag, oneOf, wholeBetween } from '../options.ts';
import type { Picture } from '../picture.ts';

const markPicture = () => {
  const error = () => 'must be a picture: a Blob, or a data URL such as data:image/png;base64,…';
  return z.union([z.instanceof(Blob), z.string().check(z.refine(isPictureDataUrl, { error }))], {
    error,
  });
};

/** A picture laid over another, or a number hidden in it. */
export const watermark = defineOperation({
  name: 'watermark',
  options: z
    .strictObject({
      /** The picture to lay over it; AVIF and JPEG XL are not taken. */
      image: z.optional(markPicture()),
      position: z._default(oneOf(POSITIONS), 'bottom-right'),
      /** Width of the mark by that of the picture. */
      scale: z._default(between(0.01, 1), 0.2),
      opacity: z._default(between(0, 1), 0.6),
      /** Free room at the sides, by the picture's shorter side. */
      margin: z._default(between(0, 0.5), 0.03),
      /** All over the picture. */
      tile: z._default(flag(), false),
      /** Between tiles, by the width of the mark. */
      spacing: z._default(between(0, 10), 0.5),
      /** Of the mark, or of the tiles together. Degrees, clockwise. */
      angle: z._default(between(-360, 360), 0),
      /** Hides `payload` instead. */
      invisible: z._default(flag(), false),
      payload: z.optional(wholeBetween(0, MAX_PAYLOAD)),
    })
    .check(
      z.refine(({ image, invisible }) => (image !== undefined) !== invisible, {
        error: () => 'give either an "image" or "invisible": true with a "payload"',
      }),
      z.refine(({ invisible, payload }) => invisible === (payload !== undefined), {
        error: () =>
          `"invisible": true and a "payload", a whole number from 0 to ${MAX_PAYLOAD}, go together`,
      }),
    ),
  models: ({ invisible }) => (invisible ? [MARK_MODEL] : []),
  async apply(picture, { image, invisible: _, payload, ...layout }, tools) {
    const { vips, keep } = tools;
    if (payload !== undefined) return hideIn(picture, payload, tools);
    if (image === undefined) return picture;
    const mark = await openMark(vips, image, keep);
    return { ...picture, frames: layMark(vips, picture.frames, mark, layout, keep) };
  },
});

async function hideIn(picture: Picture, payload: number, tools: OperationTools): Promise<Picture> {
  if (picture.frames.length > 1)
    throw new EngineError(
      'not_supported',
      'watermark: an animation cannot hold an invisible mark. Process its first frame only, or give it a visible one.',
    );
  return { ...picture, frames: [await hideMark(firstFrame(picture), payload, tools)] };
}
