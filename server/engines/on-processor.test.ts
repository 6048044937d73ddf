import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTinySupertonic } from '../../e2e/fixtures/tiny-supertonic.ts';
import { createSpeechEngine } from '../../src/engine/speech/pipeline-speech-engine.ts';
import { createNodeHost } from '../node-host.ts';
import { speakOnProcessor } from './on-processor.ts';

it('speaks with voices that transformers.js runs, which knows no wasm here', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-voices-'));
  await writeTinySupertonic(join(folder, 'tiny/supertonic'));
  const host = createNodeHost({ folders: [folder], starterFolder: 'public/starter' });
  const engine = createSpeechEngine(host, speakOnProcessor);
  const request = { model: 'tiny/supertonic', text: 'Hello there.' };
  const loudest: number[] = [];
  for await (const event of engine.synthesize(request, new AbortController().signal))
    if (event.type === 'audio-chunk') loudest.push(Math.max(...event.samples));
  expect(loudest).toHaveLength(1);
  expect(loudest[0]).toBeGreaterThan(0.05);
  await rm(folder, { recursive: true });
});
