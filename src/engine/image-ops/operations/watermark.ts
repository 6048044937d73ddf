import * as z from 'zod/mini';
import { EngineError } from '../../errors.ts';
import { isPictureDataUrl } from '../../images/data-url.ts';
import { MARK_MODEL } from '../../models/catalog.ts';
import { hideMark } from '../marks/invisible/hide-mark.ts';
import { MAX_PAYLOAD } from '../marks/invisible/mark-code.ts';
import { layMark } from '../marks/visible/lay-mark.ts';
import { drawMarkText } from '../marks/visible/draw-text.ts';
import { openMark } from '../marks/visible/open-mark.ts';
import { defineOperation, firstFrame, sizeOf, type OperationTools } from '../operation.ts';
import { between, colour, flag, oneOf, wholeBetween } from '../options.ts';
import type { Picture } from '../picture.ts';
import { POSITIONS } from '../pixels/positions.ts';

const markPicture = () => {
  const error = () => 'must be a picture: a Blob, or a data URL such as data:image/png;base64,…';
  return z.union([z.instanceof(Blob), z.string().check(z.refine(isPictureDataUrl, { error }))], {
    error,
  });
};

const MAX_TEXT_LENGTH = 200;

const markText = () => {
  const error = () => `must be a text of 1 to ${MAX_TEXT_LENGTH} characters`;
  return z
    .string({ error })
    .check(z.minLength(1, { error }), z.maxLength(MAX_TEXT_LENGTH, { error }));
};

/** A text or a picture laid over another, or a number hidden in it. */
export const watermark = defineOperation({
  name: 'watermark',
  options: z
    .strictObject({
      /** The text to lay over it. New lines are kept. */
      text: z.optional(markText()),
      /** Of the text. */
      color: z._default(colour(), '#ffffff'),
      /** Or the picture to lay over it; AVIF and JPEG XL are not taken. */
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
      z.refine(
        ({ text, image, invisible }) =>
          [text !== undefined, image !== undefined, invisible].filter(Boolean).length === 1,
        { error: () => 'give one of "text", "image" and "invisible": true with a "payload"' },
      ),
      z.refine(({ invisible, payload }) => invisible === (payload !== undefined), {
        error: () =>
          `"invisible": true and a "payload", a whole number from 0 to ${MAX_PAYLOAD}, go together`,
      }),
    ),
  models: ({ invisible }) => (invisible ? [MARK_MODEL] : []),
  async apply(picture, { text, color, image, invisible: _, payload, ...layout }, tools) {
    const { vips, keep } = tools;
    if (payload !== undefined) return hideIn(picture, payload, tools);
    const width = layout.scale * sizeOf(picture).width;
    const mark =
      image === undefined
        ? await drawMarkText(text ?? '', color, width, tools)
        : await openMark(vips, image, keep);
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
