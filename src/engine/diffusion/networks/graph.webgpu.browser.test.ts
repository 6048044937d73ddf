import { expect, it } from 'vitest';
import { createBrowserHost } from '../../../../workers/browser-host.ts';
import { openGraph, type GraphOptions } from './graph.ts';
import type { ModelFiles } from '../../models/model-files.ts';

const files: ModelFiles = {
  paths: new Set(['model.onnx']),
  read: async (path) =>
    new Uint8Array(await (await fetch(`/hub/tiny/layer-norm/resolve/main/${path}`)).arrayBuffer()),
  open: async (path) => new Blob([await files.read(path)]),
};

it('runs a graph that computes in 64 bits, which WebGPU lacks', async () => {
  const { ort, executionProvider } = await (await createBrowserHost()).loadCompute('webgpu');
  const options: GraphOptions = { executionProvider, outputLocation: 'cpu' };
  await expect(openGraph(ort, files, 'model.onnx', options)).rejects.toThrow();
  const rewriting = { unpackBudgetBytes: 0, read: () => new Uint8Array(0) };
  const graph = await openGraph(ort, files, 'model.onnx', { ...options, rewriting });
  const { y, square } = await graph.run({
    x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [1, 4]),
  });
  const round = (data: unknown) =>
    Array.from(data as Float32Array, (value) => Number(value.toFixed(3)));
  expect(round(y?.data)).toEqual([-1.342, -0.447, 0.447, 1.342]);
  expect(round(square?.data)).toEqual([1, 4, 9, 16]);
});
