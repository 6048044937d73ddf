import { describe, expect, it } from 'vitest';
import { writeChatManifest } from '../chat-manifest.fixture.ts';
import { measureFirstFetch, type FirstFetch } from './measure-first-fetch.ts';

const manifest = {
  ...writeChatManifest({
    files: [{ path: 'config.json', sizeBytes: 100 }],
    variants: [{ dtype: 'q8', files: [{ path: 'model.onnx', sizeBytes: 5000 }] }],
  }),
  origin: 'built-in' as const,
};
const installed = { manifest, dtypes: ['q8' as const], installedAt: 0, lastUsedAt: 0 };
const fetch: FirstFetch = {
  manifest,
  dtype: 'q8',
  installed: undefined,
  programFiles: ['assets/ort-wasm-1.wasm'],
  sizes: {
    [`starter/${manifest.repository}/model.onnx`]: [5000, 4000],
    'assets/ort-wasm-1.wasm': [9000, 2000],
  },
  isCompressed: true,
};

describe('what a first click fetches', () => {
  it('is the model and the app, as the host sends them', () => {
    expect(measureFirstFetch(fetch)).toBe(100 + 4000 + 2000);
    expect(measureFirstFetch({ ...fetch, isCompressed: false })).toBe(100 + 5000 + 9000);
  });

  it('excludes what is already here', () => {
    expect(measureFirstFetch({ ...fetch, installed })).toBe(2000);
    expect(measureFirstFetch({ ...fetch, installed, programFiles: [] })).toBe(0);
    expect(measureFirstFetch({ ...fetch, installed: { ...installed, dtypes: ['fp32'] } })).toBe(
      6100,
    );
    const older = { ...installed, manifest: { ...manifest, revision: 'before' } };
    expect(measureFirstFetch({ ...fetch, installed: older })).toBe(6100);
  });

  it("uses the manifest's sizes if the build has none, as for hub models", () => {
    expect(measureFirstFetch({ ...fetch, sizes: {} })).toBe(5100);
    expect(
      measureFirstFetch({ ...fetch, manifest: { ...manifest, origin: 'hub' }, programFiles: [] }),
    ).toBe(5100);
  });
});
