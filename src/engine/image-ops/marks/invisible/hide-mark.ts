import { EngineError, throwIfAborted } from '../../../errors.ts';
import type { PictureSize } from '../../../images/picture-size.ts';
import { MARK_MODEL } from '../../../models/catalog.ts';
import { nextTask } from '../../../next-task.ts';
import type { Network } from '../../networks/open-network.ts';
import type { OperationTools } from '../../operation.ts';
import { centre } from '../../pixels/fit-size.ts';
import { resizeTo } from '../../pixels/resize-to.ts';
import { openImageScope, type KeepImage, type VipsImage, type VipsModule } from '../../vips.ts';
import { encodePayload, toBits } from './mark-code.ts';
import { differenceInSteps, toTensor } from './picture-tensor.ts';
import { isSure, openDecoder, readAt } from './read-mark.ts';
import { scaleSize, workingSize } from './working-size.ts';

/** Of the shorter side. Pixels. */
const MIN_SIDE = 128;
const MIN_WORKING_SIDE = 64;

/**
 * Times what the network changes, which is up to 2.55 of 255 steps. The signal-to-noise ratio of
 * the marked picture is about 43, 39 and 36.5 dB.
 */
const STRENGTHS = [1, 1.5, 2];

/** What a mark is to survive: a part of both sides, of so many pixels at most, as WebP. */
const COPY_PART = 0.75;
const COPY_AREA = 512 * 512;
const COPY_QUALITY = 82;

type HidingTools = Pick<OperationTools, 'vips' | 'keep' | 'openNetwork' | 'signal' | 'report'>;

/**
 * Hides a payload by RivaGAN (Zhang et al., 2019, arXiv:1909.01285), no stronger than it must be to
 * be read in a part of the picture. Alpha stays as it is. Throws `invalid_request` for a picture
 * that is too small or too plain to hold a mark, `aborted`, `model_not_installed`.
 */
export async function hideMark(
  image: VipsImage,
  payload: number,
  tools: HidingTools,
): Promise<VipsImage> {
  const size = workingSize(image);
  checkSize(image, size);
  const change = await findChange(image, size, payload, tools);
  const decoder = await openDecoder(tools);
  let marked = image;
  for (const [index, strength] of STRENGTHS.entries()) {
    tools.report((index + 1) / (STRENGTHS.length + 2));
    await nextTask();
    throwIfAborted(tools.signal);
    marked = addChange(image, change, strength, tools.keep);
    if (await isReadInPart(marked, payload, decoder, tools.vips)) return marked;
  }
  const decoded = await readAt(marked, size, decoder);
  if (decoded.payload === payload && isSure(decoded)) return marked;
  throw new EngineError(
    'invalid_request',
    'watermark: this picture does not hold an invisible mark; it is too small or has too few details.',
  );
}

function checkSize(image: PictureSize, working: PictureSize): void {
  if (Math.min(image.width, image.height) < MIN_SIDE)
    throw new EngineError(
      'invalid_request',
      `watermark: an invisible mark takes a picture of at least ${MIN_SIDE} pixels a side; this one is ${image.width} × ${image.height}.`,
    );
  if (Math.min(working.width, working.height) < MIN_WORKING_SIDE)
    throw new EngineError(
      'invalid_request',
      `watermark: this picture is too long and narrow for an invisible mark: ${image.width} × ${image.height} pixels.`,
    );
}

/** What is added to the picture, in steps of 0 to 255, at the working size. */
async function findChange(
  image: VipsImage,
  size: PictureSize,
  payload: number,
  { vips, keep, openNetwork }: HidingTools,
): Promise<VipsImage> {
  const encoder = await openNetwork(MARK_MODEL, 'encoder.onnx');
  const frame = toTensor(image, size);
  const bits = toBits(encodePayload(payload));
  const { output } = await encoder.run({ frame, data: { values: bits, dims: [1, bits.length] } });
  if (output?.values.length !== frame.values.length)
    throw new EngineError('invalid_output', 'RivaGAN gave a picture of another size.');
  const steps = differenceInSteps(output, frame);
  const { width, height } = size;
  return keep(vips.Image.newFromMemory(steps, width, height, 3, vips.BandFormat.float));
}

function addChange(
  image: VipsImage,
  change: VipsImage,
  strength: number,
  keep: KeepImage,
): VipsImage {
  const hasAlpha = image.hasAlpha();
  const colour = hasAlpha ? keep(image.extractBand(0, { n: 3 })) : image;
  const enlarged = resizeTo(change, image, 'cubic', keep);
  const sum = keep(colour.add(keep(enlarged.linear(strength, 0))));
  const marked = keep(keep(sum.rint()).cast('uchar'));
  const plain = keep(marked.copy({ interpretation: image.interpretation }));
  return hasAlpha ? keep(plain.bandjoin(keep(image.extractBand(3)))) : plain;
}

async function isReadInPart(
  marked: VipsImage,
  payload: number,
  decoder: Network,
  vips: VipsModule,
): Promise<boolean> {
  const { keep, free } = openImageScope();
  try {
    const part = scaleSize(marked, COPY_PART);
    const { left, top } = centre(marked, part);
    const cut = keep(marked.extractArea(left, top, part.width, part.height));
    const scale = Math.min(1, Math.sqrt(COPY_AREA / (part.width * part.height)));
    const smaller = resizeTo(cut, scaleSize(part, scale), 'lanczos3', keep);
    const copy = keep(vips.Image.newFromBuffer(smaller.webpsaveBuffer({ Q: COPY_QUALITY })));
    const decoded = await readAt(copy, scaleSize(workingSize(marked), COPY_PART), decoder);
    return decoded.payload === payload && isSure(decoded);
  } finally {
    free();
  }
}
