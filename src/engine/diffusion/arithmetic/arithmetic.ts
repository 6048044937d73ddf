import type { Tensor } from 'onnxruntime-common';

/**
 * A row of 32-bit floats, in the memory of the device that computes. Whoever made it disposes of
 * it.
 */
export interface Vector {
  readonly length: number;
}

/** `factor` × the elements of `vector` from `offset` (default 0) on. */
export interface Term {
  factor: number;
  vector: Vector;
  offset?: number;
}

/** Element types that networks take and give. */
export type FloatType = 'float32' | 'float16';

/** Where in a tensor a vector goes. All numbers of elements, and all even. */
export interface Placement {
  /** Of the vector's first element. Default 0. */
  offset?: number;
  /**
   * The vector is cut into rows of this length, each `stride` after the previous one. Default: one
   * row.
   */
  rowLength?: number;
  stride?: number;
  /** Each element is multiplied by this. Default 1. */
  factor?: number;
}

/** A tensor that a network reads again and again, filled in place; zeros at first. */
export interface InputTensor {
  readonly tensor: Tensor;
  /** Writes a vector, converted to the tensor's type. */
  write(vector: Vector, placement?: Placement): void;
  dispose(): void;
}

/**
 * The little arithmetic between the calls of the networks, on the device that runs them: JavaScript
 * where that is the processor, shaders where it is a GPU, so that latents never leave it. Results
 * are new vectors; arguments stay as they are.
 */
export interface Arithmetic {
  /** Where vectors live, and so where sessions should leave their outputs. */
  readonly location: 'cpu' | 'gpu-buffer';
  /** Bytes that `read` has brought back so far. */
  readonly bytesRead: number;
  upload(values: Float32Array): Vector;
  read(vector: Vector): Promise<Float32Array>;
  /** The sum of one to six terms; the vector is `length` long. */
  combine(length: number, terms: readonly Term[]): Vector;
  /** Limits every element to −limit … limit. */
  clamp(vector: Vector, limit: number): Vector;
  /** mask × inside + (1 − mask) × outside, element by element; all of one length. */
  blend(mask: Vector, inside: Vector, outside: Vector): Vector;
  createInput(type: FloatType, dims: readonly number[]): InputTensor;
  /** A network's output as a vector. The tensor belongs to the vector from now on. */
  adopt(output: Tensor): Vector;
  dispose(...vectors: readonly (Vector | undefined)[]): void;
}
