import { describe, expect, it } from 'vitest';
import { NO_COMPANION } from '../../engine-client/companion/companion-state.ts';
import { createModelsState } from '../../engine-client/models/models-state.ts';
import { createObservable } from '../../engine-client/observable.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import { EngineError } from '../../engine/errors.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import { checkPictures } from './takes-pictures.ts';

function createEyes(): InstalledModel {
  const text = CATALOG.find(({ task }) => task === 'chat');
  if (text?.task !== 'chat') throw new Error('The catalogue has a chat model.');
  const manifest = { ...text, id: 'somebody/eyes', capabilities: { guide: false, pictures: true } };
  return { manifest, dtypes: ['q8'], installedAt: 0, lastUsedAt: 0 };
}

/** A studio whose store holds these models, which have not been read yet. */
function createParts(stored: readonly InstalledModel[] | EngineError, chatModel: string) {
  const state = createModelsState();
  const readInstalled = async () => {
    if (stored instanceof EngineError) throw stored;
    state.update((before) => ({ ...before, installed: stored }));
    return stored;
  };
  return {
    models: { state, readInstalled },
    companion: { state: createObservable(NO_COMPANION) },
    settings: { getState: () => ({ chatModel }) },
  };
}

describe('whether the chosen model looks at pictures', () => {
  it('is known right after a reload', async () => {
    expect(await checkPictures(createParts([createEyes()], 'somebody/eyes'))).toBe(true);
    expect(await checkPictures(createParts([createEyes()], 'triptych/guide'))).toBe(false);
  });

  it('is no where the models cannot be read', async () => {
    const broken = new EngineError('storage_unavailable', 'No storage.');
    expect(await checkPictures(createParts(broken, 'somebody/eyes'))).toBe(false);
  });
});
