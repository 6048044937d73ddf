import type { PictureSize } from '../../images/picture-size.ts';
import { FACE_MODEL, SALIENCY_MODEL } from '../../models/catalog.ts';
import type { Face } from '../networks/decode-faces.ts';
import type { Box } from '../pixels/box.ts';
import { findFaces } from '../networks/find-faces.ts';
import { findSalient, MASK_SIDE } from '../networks/find-salient.ts';
import type { OperationTools } from '../operation.ts';
import type { VipsImage } from '../vips.ts';
import type { FocalPoint } from './focal-point.ts';

/** The models that find one. */
export const SUBJECT_MODELS = [FACE_MODEL, SALIENCY_MODEL];

/** What a crop of a picture is to show. */
export interface Subject {
  focalPoint: FocalPoint;
  /** What a crop is to show, in pixels, the most important first. */
  parts: readonly SubjectPart[];
}

export interface SubjectPart {
  /** Must not be cut. */
  core: Box;
  /** The same with what belongs around it, where there is room. */
  whole: Box;
}

/** Part of a face's height that its hair takes above, and its neck below; of its width, the ears. */
const HEAD_ROOM = 0.5;
const NECK_ROOM = 0.2;
const EAR_ROOM = 0.15;

/** Where the mask is above this, the main thing is. */
const INSIDE = 0.5;

/** The faces in a picture, else what stands out, else its centre. */
export async function findSubject(
  image: VipsImage,
  tools: Pick<OperationTools, 'keep' | 'openNetwork' | 'signal'>,
): Promise<Subject> {
  const faces = await findFaces(image, tools);
  if (faces.length > 0) return subjectOfFaces(faces, image);
  const mask = await findSalient(image, tools);
  return mask ? subjectOfMask(mask, image) : { focalPoint: CENTRE, parts: [] };
}

const CENTRE: FocalPoint = { x: 0.5, y: 0.5, method: 'centre' };

/** The subject that a person has chosen. */
export function subjectOfPoint({ x, y }: Pick<FocalPoint, 'x' | 'y'>): Subject {
  return { focalPoint: { x, y, method: 'given' }, parts: [] };
}

/** Large faces count for more than small ones. */
function subjectOfFaces(faces: readonly Face[], { width, height }: PictureSize): Subject {
  let [x, y, weights] = [0, 0, 0];
  for (const face of faces) {
    const weight = face.width * face.height;
    x += weight * (face.left + face.width / 2);
    y += weight * (face.top + face.height / 2);
    weights += weight;
  }
  const focalPoint = { x: x / weights / width, y: y / weights / height, method: 'face' } as const;
  return { focalPoint, parts: faces.map((face) => headOf(face, { width, height })) };
}

function headOf({ left, top, width, height }: Box, picture: PictureSize): SubjectPart {
  const boxWithRoom = (above: number, below: number, beside: number) =>
    boxBetween(
      { x: left - beside * width, y: top - above * height },
      { x: left + (1 + beside) * width, y: top + (1 + below) * height },
      picture,
    );
  return { core: boxWithRoom(0, 0, 0), whole: boxWithRoom(HEAD_ROOM, NECK_ROOM, EAR_ROOM) };
}

function boxBetween(
  start: { x: number; y: number },
  end: { x: number; y: number },
  picture: PictureSize,
): Box {
  const left = Math.max(0, start.x);
  const top = Math.max(0, start.y);
  return {
    left,
    top,
    width: Math.min(picture.width, end.x) - left,
    height: Math.min(picture.height, end.y) - top,
  };
}

/** `mask` as `findSalient` gives it. */
function subjectOfMask(mask: Float32Array, picture: PictureSize): Subject {
  let [x, y, weights] = [0, 0, 0];
  const start = { x: MASK_SIDE, y: MASK_SIDE };
  const end = { x: 0, y: 0 };
  for (const [index, weight] of mask.entries()) {
    if (weight < INSIDE) continue;
    const [column, row] = [index % MASK_SIDE, Math.floor(index / MASK_SIDE)];
    x += weight * (column + 0.5);
    y += weight * (row + 0.5);
    weights += weight;
    start.x = Math.min(start.x, column);
    start.y = Math.min(start.y, row);
    end.x = Math.max(end.x, column + 1);
    end.y = Math.max(end.y, row + 1);
  }
  const across = picture.width / MASK_SIDE;
  const down = picture.height / MASK_SIDE;
  const box = boxBetween(
    { x: start.x * across, y: start.y * down },
    { x: end.x * across, y: end.y * down },
    picture,
  );
  return {
    focalPoint: { x: x / weights / MASK_SIDE, y: y / weights / MASK_SIDE, method: 'saliency' },
    parts: [{ core: box, whole: box }],
  };
}
