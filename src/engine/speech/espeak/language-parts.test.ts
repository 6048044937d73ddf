import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFolderHost } from '../../../../e2e/fixtures/folder-host.ts';
import { writeTinyPiper } from '../../../../e2e/fixtures/tiny-piper.ts';
import { describeError } from '../../error-sentences.ts';
import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { createLocalLocks } from '../../locks.ts';
import { BUILT_IN_MODELS } from '../../models/built-in-parts.ts';
import { PHONEME_LANGUAGES } from '../../models/catalog.ts';
import piper, { describePiperVoice } from '../../models/catalog/piper.ts';
import { downloadModel, type DownloadOptions } from '../../models/download/download.ts';
import { manifestSchema, type ModelManifest, type SpeechManifest } from '../../models/manifest.ts';
import {
  createMemoryChunkStore,
  type MemoryChunkStore,
} from '../../models/store/memory-chunk-store.fixture.ts';
import { createWeightCache } from '../../models/store/weight-cache.ts';
import { createSpeechEngine } from '../pipeline-speech-engine.ts';
import { speechPipelines } from '../speech-pipelines.ts';

const PROGRAM = 'triptych/espeak-ng';
const SITE = 'https://studio.example/starter';
const builtIn = (id: string) => BUILT_IN_MODELS.find((each) => each.id === id) as ModelManifest;

/** In place of an answer with a file. */
type Fault = (bytes: Uint8Array<ArrayBuffer>) => Response;
const gone: Fault = () => new Response(null, { status: 404 });
const changed: Fault = (bytes) => new Response(bytes.map((byte) => byte ^ 1));
const cut: Fault = (bytes) => {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(new TypeError('terminated'));
      else controller.enqueue(bytes.subarray(0, bytes.length / 2));
      isSent = true;
    },
  });
  return new Response(body);
};

/** The studio's own site, with the files that it really has. */
let faults: Fault[] = [];
let isOnline = true;
let asked: string[] = [];
async function fetchFromSite(url: unknown): Promise<Response> {
  if (!isOnline) throw new TypeError('Failed to fetch');
  const path = String(url).slice(SITE.length + 1);
  const bytes = Uint8Array.from(await readFile(join('public/starter', path)));
  asked.push(path);
  return (faults.shift() ?? ((whole) => new Response(whole)))(bytes);
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'language-parts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let store: MemoryChunkStore;
let options: DownloadOptions;
beforeEach(async () => {
  store = createMemoryChunkStore();
  options = {
    store,
    locks: createLocalLocks(),
    patience: { idleMs: 1000, firstWaitMs: 1, attempts: 3 },
    measureRoom: async () => undefined,
  };
  await fetchModel(PROGRAM);
  asked = [];
});
afterEach(() => {
  faults = [];
  isOnline = true;
});

async function fetchModel(id: string, voices: readonly string[] = []): Promise<void> {
  const starter = { url: SITE, fetch: fetchFromSite as typeof fetch };
  const request = { manifest: builtIn(id), dtype: 'fp32', voices } as const;
  const { signal } = new AbortController();
  for await (const event of downloadModel(request, { starter, hubs: [] }, options, signal))
    expect(event.type).toMatch(/^download-/);
}
const fetchLanguage = (...languages: string[]) => fetchModel(PHONEME_LANGUAGES, languages);

/** How many samples a small voice of this key makes of a text, with what is stored of eSpeak NG. */
async function speak(key: string, text: string): Promise<number> {
  const voice = describePiperVoice(key);
  await writeTinyPiper(folder, key, { espeakVoice: voice.phonemes });
  const own = { ...piper, voices: [voice], languages: [voice.language] };
  const manifest = manifestSchema.parse(own) as SpeechManifest;
  const voices = createFolderHost([{ manifest, folder }]);
  const stored = createWeightCache(store);
  const host: EngineHost = {
    ...voices,
    weights: {
      ...stored,
      match: async (name) => (await stored.match(name)) ?? voices.weights.match(name),
    },
    findModel: async (id) => (await store.getModel(id)) ?? voices.findModel(id),
  };
  let samples = 0;
  const request = { model: manifest.id, text, noiseScale: 0 };
  const engine = createSpeechEngine(host, speechPipelines);
  for await (const event of engine.synthesize(request, new AbortController().signal))
    if (event.type === 'audio-chunk') samples += event.samples.length;
  return samples;
}

const sayFailure = (work: Promise<unknown>) =>
  work.then(
    () => 'It worked.',
    (thrown: unknown) => describeError(EngineError.from(thrown)).sentence,
  );

describe('the phoneme data of a language', () => {
  it.each([
    ['de', 'de_DE-tiny-low', 'Guten Morgen.', ['data/de_dict', 'data/lang/de']],
    ['cmn', 'zh_CN-tiny-low', '你好，世界。', ['data/cmn_dict', 'data/lang/cmn']],
    ['nb', 'no_NO-tiny-low', 'God morgen.', ['data/lang/nb', 'data/no_dict']],
  ])('"%s" comes by itself, and then a voice speaks offline', async (language, key, text, data) => {
    await fetchLanguage(language);
    // The text of the licence is that of the program, and so is here already.
    expect(asked.sort()).toEqual(data.map((path) => `${PHONEME_LANGUAGES}/${path}`));
    isOnline = false;
    expect(await speak(key, text)).toBeGreaterThan(3000);
  });

  it('is not needed where the program has it: Hindi', async () => {
    isOnline = false;
    expect(await speak('hi_IN-tiny-low', 'नमस्ते दुनिया।')).toBeGreaterThan(3000);
  });

  it('joins what is there, of which nothing is fetched again', async () => {
    await fetchLanguage('de');
    asked = [];
    await fetchLanguage('cmn');
    expect(asked.filter((path) => !path.includes('cmn'))).toEqual([]);
    expect(await store.getModel(PHONEME_LANGUAGES)).toMatchObject({ voices: ['de', 'cmn'] });
    expect(await speak('de_DE-tiny-low', 'Guten Morgen.')).toBeGreaterThan(3000);
  });

  it('that is not here is named, with what to do', async () => {
    await fetchLanguage('cmn');
    expect(await sayFailure(speak('de_DE-tiny-low', 'Guten Morgen.'))).toBe(
      'The phoneme data of German is not on this device. Speak again while you are online, which brings it.',
    );
  });

  it('goes on where its connection was cut', async () => {
    faults = [cut, cut, cut];
    await fetchLanguage('de');
    expect(await speak('de_DE-tiny-low', 'Guten Morgen.')).toBeGreaterThan(3000);
  });
});

describe('phoneme data that does not come', () => {
  const every = (fault: Fault) => Array.from({ length: 20 }, () => fault);

  it.each([
    [
      'is missing on the site',
      every(gone),
      'The download stopped: this site lacks a file of eSpeak NG languages, which comes with it. If it has just been updated, reload the page. What was downloaded is kept.',
    ],
    [
      'is not what the app expects',
      every(changed),
      expect.stringMatching(/^The download stopped: \S+: what arrived did not match/),
    ],
    [
      'is cut again and again',
      every((bytes) => cut(bytes.subarray(0, 0))),
      expect.stringContaining('server cannot be reached. Check your connection'),
    ],
  ])('because it %s is explained, and comes when asked again', async (_, failing, sentence) => {
    faults = failing;
    expect(await sayFailure(fetchLanguage('de'))).toEqual(sentence);
    expect(await store.getModel(PHONEME_LANGUAGES)).toBeUndefined();
    faults = [];
    await fetchLanguage('de');
    expect(await speak('de_DE-tiny-low', 'Guten Morgen.')).toBeGreaterThan(3000);
  });

  it('because there is no room is explained in figures that fit', async () => {
    options = { ...options, measureRoom: async () => 20_000 };
    expect(await sayFailure(fetchLanguage('de'))).toBe(
      'This needs 76 kB, and the browser has room for 20 kB. Delete a model you no longer use.',
    );
    expect(asked).toEqual([]);
  });

  it('because the disk fills up is explained, and what was there still speaks', async () => {
    await fetchLanguage('cmn');
    store.fullAfterBytes = 0;
    expect(await sayFailure(fetchLanguage('de'))).toMatch(/^The browser has no room left for this/);
    expect(await speak('zh_CN-tiny-low', '你好，世界。')).toBeGreaterThan(3000);
    store.fullAfterBytes = Infinity;
    await fetchLanguage('de');
    expect(await speak('de_DE-tiny-low', 'Guten Morgen.')).toBeGreaterThan(3000);
  });
});
