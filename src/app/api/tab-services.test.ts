import { describe, expect, it } from 'vitest';
import type { ChatEvent, ChatRequest } from '../../engine/chat/chat-engine.ts';
import { CATALOG } from '../../engine/models/catalog.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { createModelsState } from '../../engine-client/models/models-state.ts';
import { createObservable } from '../../engine-client/observable.ts';
import { parseSettings } from '../../storage/settings.ts';
import { createTabServices, type ServingStudio } from './tab-services.ts';

function findHubModel(): ModelManifest {
  const found = CATALOG.find(({ origin, task }) => origin === 'hub' && task === 'chat');
  if (!found) throw new Error('The catalogue has a chat model of the hub.');
  return found;
}
const hubModel = findHubModel();

/** A studio as far as chat goes; `log` says what happened in it. */
function createStudio(chosen = 'triptych/guide') {
  const log: unknown[] = [];
  const state = createModelsState();
  const installed = { manifest: hubModel, dtypes: [], installedAt: 1000, lastUsedAt: 0 };
  const resident = createObservable<{ model: string } | null>(null);
  const studio = {
    settings: { getState: () => parseSettings({ chatModel: chosen, device: 'wasm' }) },
    models: {
      state,
      readInstalled: () => {
        log.push('read');
        state.update((before) => ({ ...before, installed: [installed] }));
        return Promise.resolve([installed]);
      },
      install: (model: string) => Promise.resolve(log.push(`install ${model}`)),
    },
    chat: {
      resident,
      async *generate(request: ChatRequest): AsyncGenerator<ChatEvent> {
        log.push(request);
        yield { type: 'text-delta', text: 'Hello', tokens: [1] };
      },
    },
    diffusion: { resident },
    speech: { resident },
  } as unknown as ServingStudio;
  return { services: createTabServices(studio, '1.2.3'), log, resident, state };
}

async function answer(services: ReturnType<typeof createStudio>['services'], model: string) {
  const request = { model, messages: [{ role: 'user', content: 'Hi' }] } as const;
  const events: ChatEvent[] = [];
  for await (const event of services.chat.generate(request, new AbortController().signal))
    events.push(event);
  return events;
}

describe('the services of a tab', () => {
  it('lists what is here and what comes with the program, the chosen model first', async () => {
    const { services } = createStudio(hubModel.id);
    const ids = (await services.listModels()).map(({ manifest }) => manifest.id);
    expect(ids[0]).toBe(hubModel.id);
    expect(ids).toContain('triptych/guide');
    const notHere = CATALOG.filter(({ origin, id }) => origin === 'hub' && id !== hubModel.id);
    expect(ids.filter((id) => notHere.some((model) => model.id === id))).toEqual([]);
  });

  it('fetches a built-in model before it answers, on the device of the settings', async () => {
    const { services, log } = createStudio();
    expect(await answer(services, 'triptych/guide')).toHaveLength(1);
    expect(log).toEqual([
      'read',
      'install triptych/guide',
      expect.objectContaining({ model: 'triptych/guide', device: 'wasm' }),
    ]);
  });

  it('downloads no other model without being told to', async () => {
    const { services, log } = createStudio();
    await expect(answer(services, 'somebody/else')).rejects.toMatchObject({
      code: 'model_not_installed',
    });
    expect(log).toEqual(['read']);
  });

  it('does not look for a model that is in memory', async () => {
    const { services, log, resident } = createStudio();
    resident.update(() => ({ model: 'triptych/guide' }));
    expect(await answer(services, 'triptych/guide')).toHaveLength(1);
    expect(log).toEqual([expect.objectContaining({ model: 'triptych/guide' })]);
  });

  it('lists what it last read, and reads again for the next request', async () => {
    const { services, log, state } = createStudio();
    state.update((before) => ({ ...before, installed: [] }));
    const list = async () => (await services.listModels()).map(({ manifest }) => manifest.id);
    expect(await list()).not.toContain(hubModel.id);
    expect(log).toEqual(['read']);
    expect(await list()).toContain(hubModel.id);
  });

  it('says what is in memory', () => {
    expect(createStudio().services.engineStates()).toMatchObject({ chat: 'idle', images: 'idle' });
  });
});
