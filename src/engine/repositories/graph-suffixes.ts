import type { GraphDtype } from '../models/manifest.ts';

/** Suffix of a graph's file name for each dtype, as transformers.js names the files. */
export const GRAPH_SUFFIXES: Readonly<Record<GraphDtype, string>> = {
  fp32: '',
  fp16: '_fp16',
  q8: '_quantized',
  int8: '_int8',
  uint8: '_uint8',
  q4: '_q4',
  q4f16: '_q4f16',
  bnb4: '_bnb4',
  q2: '_q2',
  q2f16: '_q2f16',
  q1: '_q1',
  q1f16: '_q1f16',
};
