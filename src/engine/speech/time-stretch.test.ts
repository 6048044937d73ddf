import { expect, it } from 'vitest';
import { createTimeStretcher, stretchSamples } from './time-stretch.ts';

const RATE = 24000;
const tone = (frequency: number, seconds: number) =>
  Float32Array.from(
    { length: seconds * RATE },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * frequency * index) / RATE),
  );
const countCrossings = (samples: Float32Array) =>
  samples.reduce(
    (count, sample, index) => count + (sample >= 0 !== (samples[index - 1] ?? 0) >= 0 ? 1 : 0),
    0,
  );
const loudness = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length);

it.each([0.5, 0.8, 1.25, 2, 3])('plays %f times as fast at the same pitch and loudness', (rate) => {
  const stretched = stretchSamples(tone(200, 3), RATE, rate);
  expect(stretched.length / RATE).toBeCloseTo(3 / rate, 1);
  const middle = stretched.subarray(2400, stretched.length - 2400);
  expect(countCrossings(middle) / (2 * (middle.length / RATE))).toBeCloseTo(200, -1);
  expect(loudness(middle)).toBeGreaterThan(0.3);
  expect(middle.every((sample) => Math.abs(sample) < 0.6)).toBe(true);
});

it('returns samples unchanged at normal speed', () => {
  const samples = tone(310, 1);
  expect([...stretchSamples(samples, RATE, 1)]).toEqual([...samples]);
});

it('emits small pieces without seams, and reports how far the input has been heard', () => {
  const stretcher = createTimeStretcher(RATE);
  stretcher.setRate(2);
  stretcher.push(tone(200, 2));
  const pieces: number[] = [];
  const block = new Float32Array(128);
  for (let index = 0; index < 100; index++) {
    expect(stretcher.pull(block)).toBe(128);
    pieces.push(...block);
  }
  expect(stretcher.position).toBeGreaterThan(2 * 12800 - 1500);
  expect(stretcher.position).toBeLessThan(2 * 12800 + 1500);
  const jumps = pieces.map((sample, index) => Math.abs(sample - (pieces[index - 1] ?? sample)));
  expect(Math.max(...jumps)).toBeLessThan(0.1);
});

it('changes rate while playing, and holds nothing back at the end', () => {
  const stretcher = createTimeStretcher(RATE);
  stretcher.push(tone(200, 2));
  const block = new Float32Array(RATE / 2);
  expect(stretcher.pull(block)).toBe(block.length);
  expect(stretcher.position).toBe(block.length);
  stretcher.setRate(2);
  expect(stretcher.pull(block)).toBe(block.length);
  expect(stretcher.position / block.length).toBeCloseTo(3, 0);
  stretcher.end();
  const rest = new Float32Array(4 * RATE);
  expect(stretcher.pull(rest)).toBeGreaterThan(0);
  expect(stretcher.waiting).toBe(0);
});
