import { expect, it } from 'vitest';
import type { EngineHost } from '../host.ts';
import { CATALOG } from '../models/catalog.ts';
import type { SpeechManifest } from '../models/manifest.ts';
import type { InstalledModel } from '../models/store/weight-store.ts';
import { createSpeechEngine } from './pipeline-speech-engine.ts';
import type { SpeechEvent } from './speech-engine.ts';
import type { LoadSpeechPipeline } from './speech-pipeline.ts';

const MODEL = 'onnx-community/Kokoro-82M-v1.0-ONNX';
const manifest = CATALOG.find(({ id }) => id === MODEL) as SpeechManifest;

/** A voice that hums a falling tone as long as its text; `spoil` is what the GPU makes of it. */
function createFakes(
  spoil: (samples: Float32Array<ArrayBuffer>, sentence: number) => Float32Array<ArrayBuffer>,
) {
  const installed: InstalledModel = {
    manifest: { ...manifest, revision: 'a' },
    dtypes: ['fp32'],
    voices: ['af_heart'],
    installedAt: 0,
    lastUsedAt: 0,
  };
  const loads: string[] = [];
  let disposed = 0;
  const load: LoadSpeechPipeline = async (_host, { sampleRate }, device) => {
    loads.push(device);
    let sentence = 0;
    return {
      chunkLengths: { first: 100, most: 100 },
      readsFigures: false,
      async synthesize({ spoken }) {
        const hum = Float32Array.from({ length: spoken.length * 1200 }, (_, index) => {
          const pitch = 180 + 40 * Math.cos(index / 4000);
          return (
            0.2 *
            Math.sin((2 * Math.PI * pitch * index) / sampleRate) *
            (0.6 + 0.4 * Math.sin(index / 700))
          );
        });
        return { samples: device === 'webgpu' ? spoil(hum, sentence++) : hum, words: [] };
      },
      dispose: async () => void disposed++,
    };
  };
  const host = {
    device: {
      adapter: { name: 'Radeon', isSoftware: false, features: [], limits: {} },
      wasmThreads: 1,
    },
    findModel: async () => installed,
    rememberCheck: async (_id: string, key: string, finding: string) =>
      void (installed.checks = { ...installed.checks, [key]: finding }),
  } as unknown as EngineHost;
  const start = () =>
    createSpeechEngine(host, {
      ...{ kokoro: load, flite: load, kitten: load, piper: load, supertonic: load },
    });
  return { start, loads, installed, disposed: () => disposed };
}

async function speak(
  engine: ReturnType<typeof createSpeechEngine>,
  text = 'Good morning. How are you today?',
) {
  const events: SpeechEvent[] = [];
  const request = { model: MODEL, text, device: 'webgpu' } as const;
  for await (const event of engine.synthesize(request, new AbortController().signal))
    events.push(event);
  const chunks = events.filter((event) => event.type === 'audio-chunk');
  return { events, chunks, notice: events.find((event) => event.type === 'device-fallback') };
}

it('a GPU that speaks like the processor keeps the model, and is checked once', async () => {
  const { start, loads, installed, disposed } = createFakes((hum) =>
    hum.map((sample) => sample * 1.01),
  );
  const { events, notice } = await speak(start());
  expect(events.find(({ type }) => type === 'load-end')).toMatchObject({
    device: 'webgpu',
    adapter: 'Radeon',
  });
  expect(notice).toBeUndefined();
  expect(loads).toEqual(['webgpu', 'wasm']);
  expect(disposed()).toBe(1);
  expect(installed.checks).toEqual({ 'fp32 Radeon': '' });
  await speak(start());
  expect(loads).toEqual(['webgpu', 'wasm', 'webgpu']);
});

it('a GPU that speaks wrongly is never heard: the processor takes over, says why, and is remembered', async () => {
  const { start, loads } = createFakes((hum) => hum.map((_, index) => Math.sin(index * index)));
  const engine = start();
  const { chunks, notice, events } = await speak(engine);
  expect(events.find(({ type }) => type === 'load-end')).toMatchObject({
    device: 'wasm',
    adapter: null,
  });
  expect(notice).toMatchObject({ from: 'webgpu', to: 'wasm' });
  expect(notice?.reason).toMatch(
    /^This GPU does not compute this voice correctly: its .+ The processor speaks instead/,
  );
  expect(Math.max(...(chunks[0]?.samples ?? []))).toBeLessThan(0.25);
  expect((await speak(engine)).notice, 'said once').toBeUndefined();
  const later = await speak(start());
  expect(later.notice?.reason).toBe(notice?.reason);
  expect(loads).toEqual(['webgpu', 'wasm', 'wasm']);
});

it('a GPU that breaks mid-reading hands over to the processor, and no word is lost', async () => {
  const { start, loads } = createFakes((hum, sentence) => (sentence < 2 ? hum : hum.fill(NaN)));
  const engine = start();
  const text =
    'The first sentence is quite all right here. The second one is as long as the first is. And here is a third one.';
  const { chunks, notice } = await speak(engine, text);
  expect(notice?.reason).toMatch(/broke in the middle/);
  expect(chunks.map(({ spoken }) => spoken).join(' ')).toBe(text);
  expect(chunks.every(({ samples }) => samples.every(Number.isFinite))).toBe(true);
  expect(loads).toEqual(['webgpu', 'wasm', 'wasm']);
});
