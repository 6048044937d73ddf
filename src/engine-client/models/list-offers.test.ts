import { describe, expect, it } from 'vitest';
import { CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { groupModels } from '../../features/models/group-models.ts';
import { findModel, listModels } from './list-models.ts';
import { createModelsState, type DownloadState, type ModelsState } from './models-state.ts';

const find = (name: string) => {
  const found = CATALOG.find(({ repository }) => repository.endsWith(name));
  if (!found) throw new Error(`${name} is not in the catalogue.`);
  return found;
};
const kokoro = find('/Kokoro-82M-v1.0-ONNX');
const smol = find('/SmolLM2-135M-Instruct');
const copy = (manifest: ModelManifest, repository: string): ModelManifest => ({
  ...manifest,
  id: repository,
  repository,
});
const mirrored = [
  copy(kokoro, 'triptych/Kokoro-82M-v1.0-ONNX'),
  copy(smol, 'triptych/SmolLM2-135M-Instruct-ONNX'),
  copy(smol, 'triptych/another'),
];
const [nearKokoro, nearSmol] = mirrored as [ModelManifest, ModelManifest];
const install = (...manifests: ModelManifest[]) =>
  manifests.map((manifest) => ({ manifest, dtypes: [], installedAt: 0, lastUsedAt: 0 }));
const state = (change: Partial<ModelsState> = {}): ModelsState => ({
  ...createModelsState().getState(),
  mirrored,
  ...change,
});

/** Ids of the entries for these two models, as the picker and the screen list them. */
function listed(models: ModelsState, runsHere?: (manifest: ModelManifest) => boolean): string[] {
  const ids = [kokoro, smol, nearKokoro, nearSmol].map(({ id }) => id);
  const onScreen = groupModels(models, runsHere).flatMap(({ manifests }) =>
    manifests.map(({ id }) => id),
  );
  const inPickers = (['chat', 'speech'] as const).flatMap((task) => {
    const { here, missing } = listModels(models, task, runsHere);
    return [...here, ...missing].map(({ id }) => id);
  });
  const isAsked = (id: string) => ids.includes(id);
  expect(inPickers.filter(isAsked).sort()).toEqual(onScreen.filter(isAsked).sort());
  return onScreen.filter(isAsked).sort();
}

describe('a model also on the mirror', () => {
  it('is one entry, from the nearer source', () => {
    expect(listed(state())).toEqual([nearKokoro.id, nearSmol.id].sort());
  });

  it('keeps the installed or downloading id', () => {
    expect(listed(state({ installed: install(kokoro) }))).toEqual([kokoro.id, nearSmol.id].sort());
    expect(listed(state({ installed: install(nearKokoro) }))).toEqual(
      [nearKokoro.id, nearSmol.id].sort(),
    );
    const download = { manifest: smol } as DownloadState;
    expect(listed(state({ downloads: { [smol.id]: download } }))).toEqual(
      [nearKokoro.id, smol.id].sort(),
    );
  });

  it('is two entries if both are installed', () => {
    expect(listed(state({ installed: install(kokoro, nearKokoro) }))).toEqual(
      [kokoro.id, nearKokoro.id, nearSmol.id].sort(),
    );
  });

  it('comes from the source with a build that runs here', () => {
    const lacksBuild = (manifest: ModelManifest) => manifest.id !== nearKokoro.id;
    expect(listed(state(), lacksBuild)).toEqual([kokoro.id, nearSmol.id].sort());
    expect(listed(state(), () => false)).toEqual([nearKokoro.id, nearSmol.id].sort());
  });

  it('is found by either id', () => {
    for (const { id } of [kokoro, nearKokoro])
      expect(findModel(state(), 'speech', id)?.id).toBe(id);
  });
});

it('a merely similar name is a separate entry', () => {
  const { missing } = listModels(state(), 'chat');
  expect(missing.map(({ id }) => id)).toContain('triptych/another');
});
