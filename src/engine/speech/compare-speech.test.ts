import { beforeAll, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { startFlite, type FliteVoice } from './flite/flite-module.ts';
import { findCorruption, isBroken, spectralDistance } from './compare-speech.ts';

let voice: FliteVoice;
const say = (text: string) => voice.speak(text, 1).samples;
const change = (samples: Float32Array, to: (sample: number, index: number) => number) =>
  samples.map(to);

beforeAll(async () => {
  const read = async (path: string) =>
    new Uint8Array(
      await readFile(`public/starter/triptych/flite/${path}`),
    ) as Uint8Array<ArrayBuffer>;
  voice = await startFlite(await read('flite.wasm'), await read('voices/slt.flitevox'), 'Clara');
});

it('accepts the same sentence at slightly lower precision', () => {
  const reference = say('She saw many zebras.');
  expect(spectralDistance(reference, reference, voice.sampleRate)).toBe(0);
  const coarse = change(
    reference,
    (sample, index) => Math.round(sample * 2048) / 2048 + 1e-4 * Math.sin(index),
  );
  expect(findCorruption(coarse, reference, voice.sampleRate)).toBeNull();
  const shifted = reference.slice(80);
  expect(findCorruption(shifted, reference, voice.sampleRate)).toBeNull();
});

it('detects what a faulty driver does to a sentence', () => {
  const reference = say('She saw many zebras.');
  const find = (samples: Float32Array) => findCorruption(samples, reference, voice.sampleRate);
  expect(find(change(reference, (sample, index) => (index === 400 ? NaN : sample)))).toMatch(
    /not numbers/,
  );
  expect(find(new Float32Array(reference.length))).toMatch(/dB/);
  expect(find(change(reference, (sample) => sample * 4))).toMatch(/off by 12 dB/);
  expect(find(reference.slice(0, reference.length / 2))).toMatch(/0\.50 times as long/);
  let seed = 1;
  const noise = () => ((seed = (seed * 16807) % 2147483647) / 2147483647 - 0.5) * 0.3;
  expect(find(change(reference, noise))).toMatch(/spectrum/);
  expect(find(Float32Array.from(reference).reverse())).toMatch(/spectrum/);
});

it('detects another sentence of the same length', () => {
  const reference = say('She saw many zebras.');
  const other = say('Go on, tell him of it now.');
  const fitted = reference.map(
    (_, index) => other[Math.floor((index / reference.length) * other.length)] ?? 0,
  );
  expect(findCorruption(fitted, reference, voice.sampleRate)).toMatch(/spectrum/);
});

it('rejects values that are not sound', () => {
  expect(isBroken(Float32Array.of(0, 0.5, -1))).toBe(false);
  expect(isBroken(Float32Array.of(0, NaN))).toBe(true);
  expect(isBroken(Float32Array.of(0, 1e9))).toBe(true);
  expect(isBroken(Float32Array.of(-Infinity))).toBe(true);
});
