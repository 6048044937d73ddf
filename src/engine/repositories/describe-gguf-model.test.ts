import { describe, expect, it } from 'vitest';
import { writeTinyLlama } from '../chat/gguf/tiny-llama.fixture.ts';
import { findModels, openFolderHub, type GivenFile } from '../models/hub/folder-hub.ts';
import type { Hub } from '../models/hub/hub.ts';
import { chooseBuild } from '../models/load/choose-build.ts';
import { writeGguf } from '../models/gguf/write-gguf.fixture.ts';
import { describeRepository } from './describe-repository.ts';

const signal = new AbortController().signal;
const llama = writeTinyLlama();

/** A hub that sends parts of one body under every name; `sizeBytes`: what it says of each file. */
function openHub(sizes: Readonly<Record<string, number>>, body: Blob = llama, sendsParts = true) {
  const asked: string[] = [];
  const hub: Hub = {
    url: 'https://hub.example',
    fetch: (async (url: string, init?: RequestInit) => {
      if (url.includes('/revision/'))
        return Response.json({ sha: 'c0ffee', cardData: { license: 'mit' } });
      if (url.includes('/tree/'))
        return Response.json(
          Object.entries(sizes).map(([path, size]) => ({ type: 'file', path, size, oid: 'ab' })),
        );
      const [, from, to] = /(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '') ?? [];
      asked.push(url.split('/').at(-1) ?? '');
      const part = body.slice(Number(from), Number(to) + 1);
      return new Response(sendsParts ? part : body, { status: sendsParts ? 206 : 200 });
    }) as typeof fetch,
  };
  return { hub, asked };
}

async function describeChat(hub: Hub) {
  const manifest = await describeRepository(hub, 'some/Tiny-GGUF');
  if (manifest.task !== 'chat') throw new Error(manifest.task);
  return manifest;
}

describe('a repository in GGUF', () => {
  it('offers its builds by their sizes, and the one that people use first', async () => {
    const { hub, asked } = openHub({
      ...{ 'Tiny-Q8_0.gguf': 8e9, 'Tiny-Q4_K_M.gguf': 4e9, 'Tiny-UD-Q2_K_XL.gguf': 2e9 },
      ...{ 'mmproj-F16.gguf': 1e9, 'README.md': 10, 'config.json': 10 },
    });
    const manifest = await describeChat(hub);
    expect(manifest).toMatchObject({
      ...{ engine: 'llama-cpp', title: 'Tiny llama', revision: 'c0ffee', licence: 'mit' },
      architecture: { type: 'llama', layers: 2, vocabularySize: 259 },
    });
    expect(manifest.variants.map(({ dtype }) => dtype)).toEqual(['Q2_K_XL', 'Q4_K_M', 'Q8_0']);
    expect(new Set(asked)).toEqual(new Set(['Tiny-Q4_K_M.gguf']));
    // 4 GB of weights leave nothing of what WebAssembly addresses.
    const machine = { adapter: null, wasmThreads: 1 };
    expect(chooseBuild(manifest, machine, 'auto')).toMatchObject({
      ...{ device: 'wasm', variant: { dtype: 'Q2_K_XL' } },
    });
  });

  it('takes the parts of a split model together', async () => {
    const parts = [2, 1, 3].map((part) => [`a-Q4_0-0000${part}-of-00003.gguf`, 1e9] as const);
    const { variants } = await describeChat(openHub(Object.fromEntries(parts)).hub);
    expect(variants).toHaveLength(1);
    expect(variants[0]?.files.map(({ path }) => path)).toEqual(
      [1, 2, 3].map((part) => `a-Q4_0-0000${part}-of-00003.gguf`),
    );
  });

  it('reads a number format that no name says', async () => {
    const { variants } = await describeChat(openHub({ 'model.gguf': llama.size }).hub);
    expect(variants.map(({ dtype }) => dtype)).toEqual(['F32']);
  });

  it.each([
    ['lacks parts', openHub({ 'a-00001-of-00002.gguf': 9 }), 'not_supported', '1 of the 2 parts'],
    ['was cut', openHub({ 'a-Q4_0.gguf': 99_000 }), 'weights_damaged', 'cut off after 99000'],
    [
      'is of an unknown kind',
      openHub({ 'a-Q4_0.gguf': 9e5 }, writeGguf({ 'general.architecture': 'martian' })),
      ...(['not_supported', '"martian"'] as const),
    ],
    [
      'comes from a hub that sends whole files',
      openHub({ 'a-Q4_0.gguf': 1e9 }, llama, false),
      ...(['download_failed', 'does not send parts'] as const),
    ],
  ])('that %s is refused in a sentence', async (_, { hub }, code, message) => {
    await expect(describeChat(hub)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('dropped files in GGUF', () => {
  const file = (path: string, body = llama): GivenFile => ({ path, body });

  it('are models by their names, without anything beside them', async () => {
    const models = findModels([
      file('Tiny-Q4_0.gguf'),
      file('Tiny-Q8_0.gguf'),
      file('Other.gguf'),
      file('owner/name/x-F16.gguf'),
      file('mmproj-Tiny.gguf'),
    ]);
    expect(models.map(({ repository, files }) => [repository, files.length])).toEqual([
      ...[['imported/Tiny', 2] as const, ['imported/Other', 1] as const],
      ['owner/name', 1],
    ]);
    const [first] = models;
    if (!first) throw new Error('No model.');
    const manifest = await describeRepository(
      await openFolderHub(first, signal, () => undefined),
      first.repository,
    );
    expect(manifest.variants.map(({ dtype }) => dtype)).toEqual(['Q4_0', 'Q8_0']);
  });

  it('that are something else are refused', async () => {
    const [model] = findModels([file('a.gguf', new Blob(['<html>404']))]);
    if (!model) throw new Error('No model.');
    await expect(openFolderHub(model, signal, () => undefined)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});
