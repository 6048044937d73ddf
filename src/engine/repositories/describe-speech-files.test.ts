import { expect, it } from 'vitest';
import type { Hub } from '../models/hub/hub.ts';
import type { SpeechManifest } from '../models/manifest.ts';
import { describeRepository } from './describe-repository.ts';

function openHub(paths: readonly string[], config: unknown = {}): Hub {
  return {
    url: 'https://hub.example',
    fetch: (async (url: string) => {
      if (url.includes('/revision/')) return Response.json({ sha: 'c0ffee' });
      if (url.includes('config.json')) return Response.json(config);
      return Response.json(paths.map((path) => ({ type: 'file', path, size: 9, oid: 'ab' })));
    }) as typeof fetch,
  };
}

const SUPERTONIC = [
  ...['tts.json', 'unicode_indexer.json', 'duration_predictor.onnx', 'text_encoder.onnx'],
  ...['vector_estimator.onnx', 'vocoder.onnx'],
].map((name) => `onnx/${name}`);
const VOICES = ['voice_styles/M1.json', 'voice_styles/F2.json', 'README.md'];

it.each([
  ['Supertone/supertonic-3', 31],
  ['Supertone/supertonic-2', 5],
  ['Supertone/supertonic', 1],
])('%s speaks as many languages as its version', async (repository, count) => {
  const hub = openHub([...SUPERTONIC, ...VOICES]);
  const manifest = (await describeRepository(hub, repository)) as SpeechManifest;
  expect(manifest).toMatchObject({ engine: 'supertonic', revision: 'c0ffee', id: repository });
  expect(manifest.languages).toHaveLength(count);
  expect(manifest.voices.map(({ id }) => id)).toEqual(['F2', 'M1']);
  expect(manifest.variants[0]?.files).toHaveLength(4);
});

it('Supertonic without one of its graphs is none', async () => {
  const hub = openHub([...SUPERTONIC.slice(0, -1), ...VOICES]);
  await expect(describeRepository(hub, 'Supertone/supertonic-3')).rejects.toMatchObject({
    code: 'not_supported',
  });
});

const KITTEN = {
  type: 'ONNX2',
  model_file: 'kitten_tts_mini_v0_8.onnx',
  voices: 'voices.npz',
  voice_aliases: { Leo: 'expr-voice-5-m', Kiki: 'expr-voice-5-f' },
};
const KITTEN_FILES = ['config.json', 'voices.npz', 'kitten_tts_mini_v0_8.onnx'];

it.each([
  ['KittenML/kitten-tts-mini-0.8', 'int8', ['wasm']],
  ['KittenML/kitten-tts-nano-0.8-fp32', 'fp32', ['webgpu', 'wasm']],
] as const)('%s is a Kitten of %s', async (repository, dtype, devices) => {
  const manifest = (await describeRepository(
    openHub(KITTEN_FILES, KITTEN),
    repository,
  )) as SpeechManifest;
  expect(manifest).toMatchObject({ engine: 'kitten', variants: [{ dtype, devices }] });
  expect(manifest.voices.map(({ id }) => id)).toEqual(['Kiki', 'Leo']);
});

it('voices in NumPy beside another configuration are no Kitten', async () => {
  await expect(
    describeRepository(openHub(KITTEN_FILES, { type: 'other' }), 'some/voices'),
  ).rejects.toMatchObject({ code: 'not_supported' });
});
