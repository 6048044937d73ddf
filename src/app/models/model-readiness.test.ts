import { describe, expect, it } from 'vitest';
import { createObservable } from '../../engine-client/observable.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
  CATALOG,
} from '../../engine/models/catalog.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import { parseSettings } from '../../storage/settings.ts';
import {
  CHOSEN_TASKS,
  chooseFor,
  ensureInstalled,
  TASK_MODELS,
  warmUp,
} from './model-readiness.ts';

const KOKORO = 'onnx-community/Kokoro-82M-v1.0-ONNX';

interface Given {
  installed?: readonly { id: string; voices?: string[] }[];
  settings?: object;
  isSavingData?: boolean;
  marked?: string[];
  isOffline?: boolean;
  /** In memory, of every client. */
  resident?: string;
}

/** A studio of which every call is written down. */
function open({
  installed = [],
  settings,
  isSavingData,
  isOffline,
  resident,
  marked = [],
}: Given = {}) {
  const done: string[] = [];
  const here = installed.map(({ id, voices }): InstalledModel => {
    const manifest = CATALOG.find((known) => known.id === id);
    if (!manifest) throw new Error(`${id} is not in the catalogue.`);
    return { manifest, dtypes: ['q8'], voices, installedAt: 0, lastUsedAt: 0 };
  });
  const state = createObservable({
    catalog: CATALOG,
    mirrored: [],
    installed: here,
    use: null,
    downloads: {},
    jobs: {},
    imports: [],
  });
  const models = {
    state,
    readInstalled: async () => here,
    async install(id: string, choice: object) {
      done.push(`install ${id} ${JSON.stringify(choice)}`);
      if (isOffline) throw new Error('offline');
      return { fetchedBytes: 0 };
    },
  };
  const client = (name: string) => ({
    resident: createObservable(resident === undefined ? null : { model: resident }),
    load: async (choice: object) => void done.push(`load ${name} ${JSON.stringify(choice)}`),
  });
  return {
    done,
    models,
    chat: {
      ...client('chat'),
      prepare: (model: string) => void done.push(`prepare ${model}`),
    },
    diffusion: client('diffusion'),
    speech: client('speech'),
    settings: { getState: () => parseSettings(settings) },
    isSavingData: { getState: () => isSavingData === true },
    modelMarks: { state: { getState: () => ({ marked, failed: {} }) } },
  };
}

it('has a built-in model for each kind of work, and the settings begin with it', () => {
  const settings = parseSettings({});
  for (const task of CHOSEN_TASKS) {
    const { setting, builtIn } = TASK_MODELS[task];
    expect(settings[setting]).toBe(builtIn);
    expect(CATALOG.find(({ id }) => id === builtIn)).toMatchObject({ task, origin: 'built-in' });
    expect(chooseFor(task, 'a/b')).toEqual({ [setting]: 'a/b' });
  }
});

describe('ensureInstalled', () => {
  it('fetches what is built in, and looks for a newer version where it is here', async () => {
    const { models, done } = open({ installed: [{ id: BUILT_IN_CHAT_MODEL }] });
    await ensureInstalled(models, BUILT_IN_IMAGE_MODEL);
    await ensureInstalled(models, BUILT_IN_CHAT_MODEL);
    expect(done).toEqual([
      `install ${BUILT_IN_IMAGE_MODEL} {"device":"auto"}`,
      `install ${BUILT_IN_CHAT_MODEL} {"device":"auto"}`,
    ]);
  });

  it('is content with the version that is here where a newer one cannot be had', async () => {
    const { models } = open({ installed: [{ id: BUILT_IN_CHAT_MODEL }], isOffline: true });
    await ensureInstalled(models, BUILT_IN_CHAT_MODEL);
    await expect(ensureInstalled(models, BUILT_IN_IMAGE_MODEL)).rejects.toThrow('offline');
  });

  it('leaves to the companion what is there', async () => {
    const { models, done } = open();
    await ensureInstalled(models, 'companion:Qwen/Qwen3-8B');
    expect(done).toEqual([]);
  });

  it('downloads nothing else unasked', async () => {
    const larger = 'onnx-community/Qwen3-0.6B-ONNX';
    const known = CATALOG.find(({ id }) => id === larger);
    const { models, done } = open();
    await expect(ensureInstalled(models, larger)).rejects.toMatchObject({
      code: 'model_not_installed',
      details: { title: known?.title },
    });
    await expect(ensureInstalled(models, 'no/body')).rejects.toMatchObject({
      details: { title: 'no/body' },
    });
    await ensureInstalled(open({ installed: [{ id: larger }] }).models, larger);
    expect(done).toEqual([]);
  });

  it('fetches the voices of a mix, in the build that is here', async () => {
    const { models, done } = open({ installed: [{ id: KOKORO }] });
    await ensureInstalled(models, KOKORO, 'af_heart*0.7+af_bella*0.3');
    expect(done).toEqual([
      `install ${KOKORO} {"device":"auto","dtype":"q8","voices":["af_heart","af_bella"]}`,
    ]);
  });

  it('does without the network only where every voice is here', async () => {
    const installed = [{ id: KOKORO, voices: ['af_heart'] }];
    const { models } = open({ installed, isOffline: true });
    await ensureInstalled(models, KOKORO, 'af_heart');
    await expect(ensureInstalled(models, KOKORO, 'af_heart+af_bella')).rejects.toThrow('offline');
  });
});

describe('warmUp', () => {
  it.each(CHOSEN_TASKS)('gets the built-in model for %s ready', async (task) => {
    const studio = open();
    await warmUp(studio, task);
    const { builtIn, client } = TASK_MODELS[task];
    expect(studio.done).toEqual([
      ...(task === 'chat' ? [`prepare ${builtIn}`] : []),
      `install ${builtIn} {"device":"auto"}`,
      `load ${client} {"model":"${builtIn}","device":"auto"}`,
    ]);
  });

  it('loads the chosen voice with its model', async () => {
    const settings = { speechModel: KOKORO, speechVoices: { [KOKORO]: 'af_bella' } };
    const studio = open({ installed: [{ id: KOKORO }], settings });
    await warmUp(studio, 'speech');
    expect(studio.done.at(-1)).toBe(
      `load speech {"model":"${KOKORO}","device":"auto","voice":"af_bella"}`,
    );
  });

  it.each([
    ['what is in memory', { resident: BUILT_IN_SPEECH_MODEL }],
    ['when data is to be saved', { isSavingData: true }],
    ['what had to be ended the last time', { marked: [BUILT_IN_SPEECH_MODEL] }],
    ['what would have to be downloaded', { settings: { speechModel: KOKORO } }],
  ])('does nothing for %s', async (_, given) => {
    const studio = open(given);
    await warmUp(studio, 'speech');
    expect(studio.done).toEqual([]);
  });

  it('leaves a failure to the first request', async () => {
    const studio = open({ isOffline: true });
    await warmUp(studio, 'image');
    expect(studio.done).toEqual([`install ${BUILT_IN_IMAGE_MODEL} {"device":"auto"}`]);
  });
});
