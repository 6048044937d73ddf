import type { Box } from '../pixels/box.ts';
import type { NetworkTensor } from './open-network.ts';

export interface Face extends Box {
  /** How sure the network is, 0 to 1. */
  score: number;
}

/** The network's input is a square of this side, in pixels. */
export const FACE_INPUT = 640;
/** A row of outputs stands for a square of so many pixels. */
const STRIDES = [8, 16, 32] as const;
/** At 0.6 it takes a part of a motorcycle for a face. */
const MIN_SCORE = 0.7;
/** Of the smaller of two boxes: parts of a picture may cut a face that is whole in another. */
const MAX_OVERLAP = 0.4;

/** Faces out of YuNet's outputs, in pixels of its input, the surest first, without doubles. */
export function decodeFaces(outputs: Readonly<Record<string, NetworkTensor>>): Face[] {
  const faces = STRIDES.flatMap((stride) => decodeStride(outputs, stride));
  return withoutDoubles(faces);
}

function decodeStride(outputs: Readonly<Record<string, NetworkTensor>>, stride: number): Face[] {
  const read = (name: string) => outputs[`${name}_${stride}`]?.values ?? new Float32Array();
  const [classes, objects, boxes] = [read('cls'), read('obj'), read('bbox')];
  const columns = FACE_INPUT / stride;
  const faces: Face[] = [];
  for (const [index, confidence] of classes.entries()) {
    const score = Math.sqrt(clampUnit(confidence) * clampUnit(objects[index] ?? 0));
    if (score <= MIN_SCORE) continue;
    const at = (offset: number) => boxes[4 * index + offset] ?? 0;
    const width = Math.exp(at(2)) * stride;
    const height = Math.exp(at(3)) * stride;
    const left = ((index % columns) + at(0)) * stride - width / 2;
    const top = (Math.floor(index / columns) + at(1)) * stride - height / 2;
    faces.push({ left, top, width, height, score });
  }
  return faces;
}

/** Of boxes that lie on one another, the surest. */
export function withoutDoubles(faces: readonly Face[]): Face[] {
  const kept: Face[] = [];
  for (const face of [...faces].sort((a, b) => b.score - a.score))
    if (kept.every((other) => overlapOf(face, other) <= MAX_OVERLAP)) kept.push(face);
  return kept;
}

/** Which part of the smaller box lies in the other. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / Math.min(a.width * a.height, b.width * b.height);
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
