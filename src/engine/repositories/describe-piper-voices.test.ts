import { expect, it } from 'vitest';
import type { Hub } from '../models/hub/hub.ts';
import { pinManifest } from '../models/hub/pin-manifest.ts';
import { filesOfVariant, manifestSchema } from '../models/manifest.ts';
import { describeRepository } from './describe-repository.ts';

const FOLDER = 'en/en_US/libritts/high';
const KEY = 'en_US-libritts-high';

function openHub(paths: readonly string[], list: unknown = {}): Hub {
  return {
    url: 'https://hub.example',
    fetch: (async (url: string) => {
      if (url.includes('/revision/')) return Response.json({ sha: 'c0ffee' });
      if (url.includes('voices.json')) return Response.json(list);
      return Response.json(paths.map((path) => ({ type: 'file', path, size: 9, oid: 'ab' })));
    }) as typeof fetch,
  };
}

async function describe(paths: readonly string[], list?: unknown) {
  const manifest = await describeRepository(openHub(paths, list), 'rhasspy/piper-voices');
  if (manifest.task !== 'speech') throw new Error(manifest.task);
  return manifest;
}

it('finds a voice by its graph and settings, with what is known of it', async () => {
  const manifest = await describe([`${FOLDER}/${KEY}.onnx`, `${FOLDER}/${KEY}.onnx.json`]);
  expect(manifest).toMatchObject({ engine: 'piper', languages: ['en-us'] });
  expect(manifest.voices).toEqual([
    expect.objectContaining({ id: KEY, speakers: 904, quality: 'high', licence: 'CC-BY-4.0' }),
  ]);
  const paths = filesOfVariant(manifest, 'fp32', [KEY]).map(({ path }) => path);
  expect(paths).toContain(`${FOLDER}/${KEY}.onnx.json`);
});

it('takes in a voice that is new, and its speakers from the list beside it', async () => {
  const key = 'nl_NL-nieuw-x_low';
  const files = [`nl/${key}.onnx`, `nl/${key}.onnx.json`, 'voices.json'];
  const manifest = await describe(files, { [key]: { num_speakers: 4 } });
  expect(manifest.voices).toEqual([
    expect.objectContaining({ id: key, name: 'Nieuw (x-low)', speakers: 4, sampleRate: 16_000 }),
  ]);
});

it('can be read again once it is stored, also without a list of voices', async () => {
  const files = [`${FOLDER}/${KEY}.onnx`, `${FOLDER}/${KEY}.onnx.json`];
  const pinned = await pinManifest(await describe(files), openHub(files));
  expect(pinned.variants).toMatchObject([{ files: [] }]);
  expect(manifestSchema.parse(JSON.parse(JSON.stringify(pinned)))).toEqual(pinned);
});

it('leaves out a graph without settings', async () => {
  const manifest = describe([`${FOLDER}/${KEY}.onnx`]);
  await expect(manifest).rejects.toMatchObject({ code: 'not_supported' });
});

it('does without a list that cannot be read', async () => {
  const files = [`${FOLDER}/${KEY}.onnx`, `${FOLDER}/${KEY}.onnx.json`, 'voices.json'];
  expect((await describe(files, 'nonsense')).voices).toHaveLength(1);
});
