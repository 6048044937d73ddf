import * as z from 'zod/mini';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { SALIENCY_MODEL } from '../../models/catalog.ts';
import { cleanColours } from '../matting/clean-colours.ts';
import { makeMatte } from '../matting/matte.ts';
import { defineOperation, mapFrames, type OperationTools } from '../operation.ts';
import { colour, flag, parseColour } from '../options.ts';
import type { Picture } from '../picture.ts';
import { compositeOver } from '../pixels/composite-over.ts';
import { makeRoomFor } from '../pixels/with-alpha.ts';
import type { VipsImage } from '../vips.ts';

/** An edge that is more transparent than this, of 255, is not part of the subject's outline. */
const OUTLINE = 16;

/** Keeps the main thing in a picture and makes the rest transparent, or of a colour. */
export const cutOut = defineOperation({
  name: 'cut-out',
  options: z.strictObject({
    background: z._default(colour(), 'transparent'),
    /** Whether the picture becomes as small as what was cut out. */
    trim: z._default(flag(), false),
  }),
  models: () => [SALIENCY_MODEL],
  async apply(picture, { background, trim }, tools) {
    const frames: VipsImage[] = [];
    for (const [index, frame] of picture.frames.entries()) {
      throwIfAborted(tools.signal);
      frames.push(await cutOutFrame(frame, tools));
      tools.report((index + 1) / picture.frames.length);
    }
    const cut = { ...picture, frames, output: withAlpha(picture.output) };
    const trimmed = trim ? trimTogether(cut, tools) : cut;
    const colour = parseColour(background);
    if (colour[3] === 0) return trimmed;
    return mapFrames(trimmed, (frame) => fillBehind(frame, colour, tools));
  },
});

async function cutOutFrame(frame: VipsImage, tools: OperationTools): Promise<VipsImage> {
  const { vips, keep } = tools;
  const matte = await makeMatte(frame, tools);
  if (!matte)
    throw new EngineError(
      'invalid_request',
      'Nothing stands out in this picture, so there is nothing to cut out.',
    );
  const bands = frame.hasAlpha() ? frame.bands - 1 : frame.bands;
  const colours = frame.hasAlpha() ? keep(frame.extractBand(0, { n: bands })) : frame;
  // What was transparent before stays so. Held in memory: it is read more than once.
  const alpha = frame.hasAlpha()
    ? keep(
        keep(keep(matte.multiply(keep(frame.extractBand(bands)))).linear(1 / 255, 0)).cast(
          vips.BandFormat.uchar,
        ),
      )
    : matte;
  const held = keep(alpha.copyMemory());
  return keep(keep(cleanColours(colours, held, tools).bandjoin(held)).copyMemory());
}

/** A format without transparency would put the subject on white again. */
function withAlpha(output: Picture['output']): Picture['output'] {
  return output.format === 'jpeg' ? { format: 'png' } : output;
}

/** All frames by the same rectangle. */
function trimTogether(picture: Picture, { keep }: OperationTools): Picture {
  const boxes = picture.frames.map((frame) => {
    const alpha = keep(frame.extractBand(frame.bands - 1));
    return alpha.findTrim({ background: [0], threshold: OUTLINE });
  });
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const right = Math.max(...boxes.map((box) => box.left + box.width));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  if (right <= left || bottom <= top) return picture;
  return mapFrames(picture, (frame) =>
    keep(frame.extractArea(left, top, right - left, bottom - top)),
  );
}

function fillBehind(
  frame: VipsImage,
  colour: ReturnType<typeof parseColour>,
  { vips, keep }: OperationTools,
): VipsImage {
  const { image, background } = makeRoomFor(frame, colour, keep);
  return compositeOver(
    vips,
    keep(image.newFromImage(background)),
    { image, left: 0, top: 0 },
    keep,
  );
}
