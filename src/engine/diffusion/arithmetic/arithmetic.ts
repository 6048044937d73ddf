import type { Tensor } from 'onnxruntime-common';

/** A row of 32-bit floats in the memory of the computing device. Its creator disposes of it. */
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

/** Where a vector goes in a tensor. All numbers count elements, and all are even. */
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
 * The arithmetic between the calls of the networks, on the device that runs them: JavaScript on the
 * processor, shaders on a GPU, so that latents never leave it. Results are new vectors; arguments
 * are unchanged.
 */
export interface Arithmetic {
  /** Where vectors live, and therefore where sessions should leave their outputs. */
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
  /** A network's output as a vector, which owns the tensor from now on. */
  adopt(output: Tensor): Vector;
  dispose(...vectors: readonly (Vector | undefined)[]): void;
}
