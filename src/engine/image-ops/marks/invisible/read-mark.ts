import { EngineError, throwIfAborted } from '../../../errors.ts';
import type { PictureSize } from '../../../images/picture-size.ts';
import { MARK_MODEL } from '../../../models/catalog.ts';
import { nextTask } from '../../../next-task.ts';
import type { Network } from '../../networks/open-network.ts';
import type { OperationTools } from '../../operation.ts';
import type { VipsImage } from '../../vips.ts';
import { decodeMark, WORD_BITS, type DecodedMark } from './mark-code.ts';
import type { MarkFinding } from './mark-finding.ts';
import { toTensor } from './picture-tensor.ts';
import { listReadings, MAX_READINGS, type Reading } from './working-size.ts';

/**
 * The chance that a picture without a mark seems to have one. Less would miss marks: 11 bits in 32
 * read eight times come out by chance 4 times in a million even if all 32 fit.
 */
export const FALSE_ALARMS = 1e-4;

type ReadingTools = Pick<OperationTools, 'openNetwork' | 'signal' | 'report'>;

/**
 * Reads at one size after the other until it is sure, at last the mirrored picture. Throws `aborted`, `model_not_installed`.
 */
export async function readMark(image: VipsImage, tools: ReadingTools): Promise<MarkFinding> {
  const decoder = await openDecoder(tools);
  const readings = listReadings(image);
  let likeliest: DecodedMark = { payload: 0, chance: 1 };
  let isMirrored = false;
  for (const [index, reading] of readings.entries()) {
    await nextTask();
    throwIfAborted(tools.signal);
    const decoded = await readAs(image, reading, decoder);
    if (decoded.chance < likeliest.chance) {
      likeliest = decoded;
      isMirrored = reading.isMirrored;
    }
    if (isSure(likeliest)) break;
    tools.report((index + 1) / readings.length);
  }
  const confidence = 1 - chanceInAll(likeliest);
  return isSure(likeliest)
    ? { found: true, payload: likeliest.payload, confidence, isMirrored }
    : { found: false, confidence };
}

export function openDecoder({ openNetwork }: Pick<ReadingTools, 'openNetwork'>): Promise<Network> {
  return openNetwork(MARK_MODEL, 'decoder.onnx');
}

async function readAs(image: VipsImage, reading: Reading, decoder: Network): Promise<DecodedMark> {
  if (!reading.isMirrored) return readAt(image, reading, decoder);
  const mirrored = image.flip('horizontal');
  try {
    return await readAt(mirrored, reading, decoder);
  } finally {
    mirrored.delete();
  }
}

/** What a picture tells at one size. */
export async function readAt(
  image: VipsImage,
  size: PictureSize,
  decoder: Network,
): Promise<DecodedMark> {
  const { output } = await decoder.run({ frame: toTensor(image, size) });
  if (output?.values.length !== WORD_BITS)
    throw new EngineError('invalid_output', 'RivaGAN gave no word of 32 bits.');
  return decodeMark(output.values);
}

/** Whether a reader will say that this is a mark. */
export function isSure(decoded: DecodedMark): boolean {
  return chanceInAll(decoded) < FALSE_ALARMS;
}

/** The chance that one of all readings of a picture comes out so well. */
function chanceInAll({ chance }: DecodedMark): number {
  return Math.min(1, MAX_READINGS * chance);
}
