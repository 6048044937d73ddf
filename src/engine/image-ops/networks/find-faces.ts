import { throwIfAborted } from '../../errors.ts';
import { FACE_MODEL } from '../../models/catalog.ts';
import type { Box } from '../pixels/box.ts';
import type { OperationTools } from '../operation.ts';
import type { VipsImage } from '../vips.ts';
import { decodeFaces, FACE_INPUT, withoutDoubles, type Face } from './decode-faces.ts';
import { readRgb, toPlanes } from './read-planes.ts';

type VisionTools = Pick<OperationTools, 'keep' | 'openNetwork' | 'signal'>;

/** Of the network's input, in pixels: where faces are as small as this, there may be smaller ones. */
const SMALL_FACE = 64;
/** Parts of a picture that is smaller than this would show nothing new. */
const MIN_SIDE_FOR_PARTS = 1000;
/** Two parts a side, so large that a face at a seam is whole in one of them. */
const PART = 0.6;

/**
 * The faces in a picture, in its pixels, the largest first, however they are turned. Looks at the
 * whole picture and, where that shows no face or small ones, at four parts of it: faces are found
 * from about 10 pixels of the network's input on, which is a hundredth of a large picture's side.
 */
export async function findFaces(image: VipsImage, tools: VisionTools): Promise<Face[]> {
  const whole = { left: 0, top: 0, width: image.width, height: image.height };
  let faces = await findInPart(image, whole, tools);
  const scale = FACE_INPUT / Math.max(image.width, image.height);
  const isSmall = (face: Face) => face.width * scale < SMALL_FACE;
  if ((faces.length === 0 || faces.some(isSmall)) && scale < FACE_INPUT / MIN_SIDE_FOR_PARTS)
    for (const part of listParts(whole))
      faces = withoutDoubles([...faces, ...(await findInPart(image, part, tools))]);
  return faces.sort((a, b) => b.width * b.height - a.width * a.height);
}

function listParts({ width, height }: Box): Box[] {
  const size = { width: Math.round(PART * width), height: Math.round(PART * height) };
  return [0, height - size.height].flatMap((top) =>
    [0, width - size.width].map((left) => ({ left, top, ...size })),
  );
}

async function findInPart(image: VipsImage, part: Box, tools: VisionTools): Promise<Face[]> {
  const cut = tools.keep(image.extractArea(part.left, part.top, part.width, part.height));
  const scale = FACE_INPUT / Math.max(part.width, part.height);
  const shown = tools.keep(cut.resize(scale, { kernel: 'linear' }));
  return (await look(shown, tools)).map((face) => ({
    left: part.left + face.left / scale,
    top: part.top + face.top / scale,
    width: face.width / scale,
    height: face.height / scale,
    score: face.score,
  }));
}

/** Runs the network on an image at the top left of its input. */
async function look(image: VipsImage, { keep, openNetwork, signal }: VisionTools): Promise<Face[]> {
  const network = await openNetwork(FACE_MODEL);
  throwIfAborted(signal);
  const canvas = keep(image.embed(0, 0, FACE_INPUT, FACE_INPUT));
  const input = toPlanes(readRgb(canvas, keep), 'bgr', (value) => value);
  const dims = [1, 3, FACE_INPUT, FACE_INPUT];
  return decodeFaces(await network.run({ input: { values: input, dims } }));
}
