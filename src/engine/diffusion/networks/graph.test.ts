import { InferenceSession, Tensor, env } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, OnnxGraph, TYPE } from '../../../../e2e/fixtures/onnx-graph.ts';
import type { GraphRewriting, Ort } from '../../host.ts';
import { rewriteBlob } from '../../models/load/open-stored-graph.ts';
import { openGraph } from './graph.ts';
import type { ModelFiles } from '../../models/model-files.ts';

beforeAll(() => {
  env.wasm.numThreads = 1;
});

const SIDE = 1500;

/** y = x W + b, W of 9 MB. */
function buildProduct(): OnnxGraph {
  const graph = new OnnxGraph();
  const random = createRandom(1);
  const x = graph.input('x', TYPE.f32, [1, SIDE]);
  const weights = graph.weights(TYPE.f32, [SIDE, SIDE], random.normals(SIDE * SIDE, 0.1));
  const bias = graph.weights(TYPE.f32, [SIDE], random.normals(SIDE, 1));
  graph.op('Add', [graph.op('MatMul', [x, weights]), bias], {}, 'y');
  graph.output('y', TYPE.f32, [1, SIDE]);
  return graph;
}

function keepFiles(contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ModelFiles {
  const read = async (path: string) => contents.get(path) ?? new Uint8Array(0);
  return {
    paths: new Set(contents.keys()),
    read,
    open: async (path) => new Blob([await read(path)]),
  };
}

const inside = new Map([['unet/model.onnx', buildProduct().encode()]]);
const apart = new Map(
  [...buildProduct().encode(17, ['model.onnx_data', 'model.onnx_data_1'])].map(([name, bytes]) => [
    `unet/${name === '' ? 'model.onnx' : name}`,
    bytes,
  ]),
);

describe.each([
  ['with its weights inside', inside],
  ['with its weights in files beside it', apart],
])('a stored graph %s', (_name, contents) => {
  const rewriting: GraphRewriting = { unpackBudgetBytes: 0, read: () => new Uint8Array(0) };

  async function compute(given: GraphRewriting | undefined) {
    const handed: { modelBytes: number; externalFiles: string[] }[] = [];
    const create = (model: Uint8Array, options: InferenceSession.SessionOptions) => {
      const paths = (options.externalData ?? []).map((file) => (file as { path: string }).path);
      handed.push({ modelBytes: model.length, externalFiles: paths });
      return InferenceSession.create(model, options);
    };
    const ort = { Tensor, env, InferenceSession: { create } } as unknown as Ort;
    const options = { executionProvider: 'wasm', outputLocation: 'cpu', rewriting: given } as const;
    const graph = await openGraph(ort, keepFiles(contents), 'unet/model.onnx', options);
    const { y } = await graph.run({
      x: new Tensor('float32', createRandom(2).normals(SIDE, 1), [1, SIDE]),
    });
    await graph.release();
    return { values: Array.from(y?.data as Float32Array), handed: handed[0] };
  }

  it('computes the same with weights handed over one by one, and its graph contains none', async () => {
    const [whole, parts] = [await compute(undefined), await compute(rewriting)];
    expect(parts.values).toEqual(whole.values);
    expect(parts.handed?.modelBytes).toBeLessThan(10_000);
    expect(parts.handed?.externalFiles).toEqual(['weights-0', 'weights-1']);
  });
});

describe('a file too large to hold', () => {
  const bytes = buildProduct().encode();
  const weightBytes = SIDE * SIDE * 4;

  /** Its parts can be read, it itself cannot. */
  async function openInParts(isBroken = false) {
    const parts = new Map<Blob, readonly [number, number]>();
    const blob = new Blob([bytes]);
    blob.arrayBuffer = () => Promise.reject(new Error('read as a whole'));
    blob.slice = (start = 0, end = blob.size) => {
      const part = new Blob();
      parts.set(part, [start, end]);
      return part;
    };
    const read = (part: Blob) => {
      const [start, end] = parts.get(part) ?? [0, 0];
      if (isBroken && end - start === weightBytes) throw new Error('the disk is gone');
      return bytes.subarray(start, end);
    };
    const opened = await rewriteBlob({ unpackBudgetBytes: 0, read }, blob, new Map(), {}, 0);
    const weights = opened?.externalData.find(({ data }) => data.byteLength === weightBytes)?.data;
    return {
      opened,
      weights,
      largest: () => Math.max(...[...parts.values()].map(([start, end]) => end - start)),
    };
  }

  it('is read in parts, weights on demand', async () => {
    const { weights, largest } = await openInParts();
    expect(largest()).toBeLessThan(1e6);
    expect(weights?.subarray(0, weightBytes)).toHaveLength(weightBytes);
    expect(largest()).toBe(weightBytes);
  });

  it('records what went wrong while reading', async () => {
    const { opened, weights } = await openInParts(true);
    expect(() => weights?.subarray(0, weightBytes)).toThrow('the disk is gone');
    expect(opened?.failures).toMatchObject([{ code: 'weights_damaged' }]);
  });
});
