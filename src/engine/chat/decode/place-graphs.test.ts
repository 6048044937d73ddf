import { expect, it } from 'vitest';
import { CATALOG } from '../../models/catalog.ts';
import { writeChatManifest } from '../../models/chat-manifest.fixture.ts';
import { isForTask } from '../../models/manifest.ts';
import { placeGraphs } from './place-graphs.ts';

const mixed = writeChatManifest({
  variants: [
    {
      dtype: 'q2f16',
      files: [{ path: 'onnx/decoder_model_merged_q2f16.onnx' }],
      graphDtypes: { embed_tokens: 'q4', decoder_model_merged: 'q2f16' },
      graphDevices: { embed_tokens: 'wasm', decoder_model_merged: 'webgpu' },
    },
  ],
});

it('gives each graph its own dtype and device, where a build mixes them', () => {
  expect(placeGraphs(mixed, 'q2f16', 'webgpu')).toEqual({
    dtype: { embed_tokens: 'q4', decoder_model_merged: 'q2f16' },
    device: { embed_tokens: 'wasm', decoder_model_merged: 'webgpu' },
  });
});

it('computes all graphs on a processor that was chosen', () => {
  expect(placeGraphs(mixed, 'q2f16', 'wasm').device).toBe('wasm');
  expect(placeGraphs(mixed, 'q2f16', 'cpu').device).toBe('cpu');
});

it('is one dtype and device for a model of one graph', () => {
  expect(placeGraphs(writeChatManifest(), 'q4', 'webgpu')).toEqual({
    dtype: 'q4',
    device: 'webgpu',
  });
});

it('is said of every graph that a build of the catalogue has', () => {
  const chats = CATALOG.filter((manifest) => isForTask(manifest, 'chat'));
  for (const { id, variants } of chats) {
    for (const { files, graphDtypes, graphDevices } of variants) {
      for (const named of [graphDtypes, graphDevices].filter((table) => table !== undefined)) {
        const graphs = files.filter(({ path }) => path.endsWith('.onnx'));
        expect(graphs.length, id).toBe(Object.keys(named).length);
        for (const name of Object.keys(named))
          expect(
            graphs.filter(({ path }) => path.startsWith(`onnx/${name}`)),
            id,
          ).toHaveLength(1);
      }
    }
  }
});
