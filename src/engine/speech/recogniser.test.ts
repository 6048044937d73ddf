import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFolderHost } from '../../../e2e/fixtures/folder-host.ts';
import { FETCHED_VOICES } from '../../../e2e/fixtures/fetched-voices.ts';
import { findPython } from '../../../e2e/fixtures/find-python.ts';
import { recognise, shareOfWords } from '../../../e2e/fixtures/recogniser.ts';
import { TEST_MODEL_FOLDERS } from '../../../e2e/fixtures/write-fixtures.ts';
import { CATALOG } from '../models/catalog.ts';
import type { ModelManifest } from '../models/manifest.ts';
import { createSpeechEngine } from './pipeline-speech-engine.ts';
import type { SpeechRequest } from './speech-engine.ts';
import { speechPipelines } from './speech-pipelines.ts';

/** Everyday sentences of the kind that recognisers are trained on. */
const EVERYDAY = [
  'The weather has been very cold this winter.',
  'The government will announce a new plan next week.',
  'They walked along the river until it was dark.',
  'My brother and his wife have three young children.',
];
const TEN = [
  ...EVERYDAY,
  'The quick brown fox jumped over the lazy dog.',
  'She had your dark suit in greasy wash water all year.',
  'We will meet at the station tomorrow morning.',
  'Please open the window and close the door.',
  'He was not able to find his keys this morning.',
  'Nobody knew what would happen in the end.',
];
const UNDERSTOOD = 0.8;
const UNDERSTOOD_OF_TEN = 0.85;

const python = findPython('pocketsphinx');
const kokoroFolder = TEST_MODEL_FOLDERS.map((models) =>
  join(models, 'triptych/Kokoro-82M-v1.0-ONNX'),
).find(existsSync);
const PIPER = 'rhasspy/piper-voices';
const JOE = 'en_US-joe-medium';
const piperFolder = [...TEST_MODEL_FOLDERS, ...FETCHED_VOICES]
  .map((models) => join(models, PIPER))
  .find((folder) => existsSync(join(folder, `en/en_US/joe/medium/${JOE}.onnx`)));
const manifestOf = (id: string) => CATALOG.find((manifest) => manifest.id === id) as ModelManifest;
const builtIn = (id: string) => ({ manifest: manifestOf(id), folder: `public/starter/${id}` });
const KOKORO = 'onnx-community/Kokoro-82M-v1.0-ONNX';

async function understand(
  models: ReturnType<typeof builtIn>[],
  asked: Omit<SpeechRequest, 'text'>,
  sentences: readonly string[] = EVERYDAY,
): Promise<number> {
  const engine = createSpeechEngine(createFolderHost(models), speechPipelines);
  const recordings: { samples: Float32Array; sampleRate: number }[] = [];
  for (const text of sentences) {
    const parts: Float32Array[] = [];
    let rate = 0;
    for await (const event of engine.synthesize({ ...asked, text }, new AbortController().signal)) {
      if (event.type !== 'audio-chunk') continue;
      parts.push(event.samples);
      rate = event.sampleRate;
    }
    recordings.push({
      samples: Float32Array.from(parts.flatMap((part) => [...part])),
      sampleRate: rate,
    });
  }
  const shares = recognise(python ?? '', recordings).map((heard, index) =>
    shareOfWords(sentences[index] ?? '', heard),
  );
  const sum = (key: 'known' | 'total') => shares.reduce((total, share) => total + share[key], 0);
  return sum('known') / sum('total');
}

it.skipIf(!python)(
  'a recogniser understands the built-in voices',
  { timeout: 240_000 },
  async () => {
    for (const voice of ['slt', 'rms'])
      expect(
        await understand([builtIn('triptych/flite')], { model: 'triptych/flite', voice }),
        voice,
      ).toBeGreaterThan(UNDERSTOOD);
  },
);

it.skipIf(!python || !kokoroFolder)(
  'a recogniser understands Kokoro',
  { timeout: 240_000 },
  async () => {
    const models = [
      { manifest: manifestOf(KOKORO), folder: kokoroFolder ?? '' },
      builtIn('triptych/espeak-ng'),
    ];
    expect(await understand(models, { model: KOKORO, voice: 'af_heart' })).toBeGreaterThan(
      UNDERSTOOD,
    );
  },
);

it('a recogniser understands a real Piper voice', { timeout: 240_000 }, async ({ skip }) => {
  skip(!python, 'PocketSphinx is not here: pip install pocketsphinx==5.1.1 brings it.');
  skip(!piperFolder, 'The voice is not here: npm run test:voices brings it.');
  const models = [
    { manifest: manifestOf(PIPER), folder: piperFolder ?? '' },
    builtIn('triptych/espeak-ng'),
  ];
  // The same every time.
  const still = { model: PIPER, voice: JOE, noiseScale: 0, noiseW: 0 };
  expect(await understand(models, still, TEN)).toBeGreaterThanOrEqual(UNDERSTOOD_OF_TEN);
});
