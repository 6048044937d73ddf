import * as z from 'zod/mini';
import { EngineError } from '../../../errors.ts';
import type { OperationTools } from '../../operation.ts';
import { MAX_SIDE } from '../../options.ts';
import { imageOfPixels } from '../../pixels/composite-over.ts';
import { blockOptions } from '../../text/block-options.ts';
import { drawBlock } from '../../text/draw-block.ts';
import { setBlock } from '../../text/set-block.ts';
import type { VipsImage } from '../../vips.ts';

/** Pixels an em. */
const TRIAL_SIZE = 100;
const SMALLEST = 4;
const LARGEST = 4000;
/** Ems around the letters for what reaches out of them. */
const ROOM = 3;

type TextTools = Pick<OperationTools, 'vips' | 'keep' | 'connectCanvas'>;

/**
 * A text as the picture of a mark, about so many pixels wide. It is broken only where it has new
 * lines. Throws `invalid_request` for a text without a letter.
 */
export async function drawMarkText(
  text: string,
  color: string,
  width: number,
  { vips, keep, connectCanvas }: TextTools,
): Promise<VipsImage> {
  const canvas = await connectCanvas();
  const style = { text, color, margin: 0, position: 'center', shadow: {}, shade: 'none' };
  const trial = z.parse(blockOptions, { ...style, size: TRIAL_SIZE });
  const wide = { width: MAX_SIDE, height: MAX_SIDE };
  const tried = await setBlock(trial, wide, canvas);
  if (!tried) throw new EngineError('invalid_request', 'watermark: "text" has no letters.');
  const fitting = (TRIAL_SIZE * width) / Math.max(1, tried.box.width);
  const size = Math.min(LARGEST, Math.max(SMALLEST, fitting));
  const sheet = {
    width: Math.ceil((tried.box.width * size) / TRIAL_SIZE + ROOM * size),
    height: Math.ceil((tried.box.height * size) / TRIAL_SIZE + ROOM * size),
  };
  const options = { ...trial, size };
  const block = await setBlock(options, sheet, canvas);
  const drawn = block && drawBlock(block, options, sheet, canvas);
  if (!drawn) throw new EngineError('internal', 'The text of the mark was not drawn.');
  return imageOfPixels(vips, drawn, keep);
}
