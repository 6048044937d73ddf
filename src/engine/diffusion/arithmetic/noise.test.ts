import { expect, it } from 'vitest';
import { logarithm, sine } from './exact-functions.ts';
import { createNoiseSource, mixNoise, philox } from './noise.ts';

it("is Philox 4x32-10, by its authors' known answers", () => {
  const answer = (counter: number[], key: number[]) => {
    const words = Uint32Array.from(counter);
    philox(words, Uint32Array.from(key));
    return Array.from(words, (word) => word.toString(16));
  };
  const ones = 0xffffffff;
  expect(answer([0, 0, 0, 0], [0, 0])).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
  expect(answer([ones, ones, ones, ones], [ones, ones])).toEqual([
    '408f276d',
    '41c83b0e',
    'a20bc7c6',
    '6d5451fd',
  ]);
  expect(
    answer([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]),
  ).toEqual(['d16cfe09', '94fdcceb', '5001e420', '24126ea1']);
});

it('starts as PyTorch does on CUDA with the same seed', () => {
  const expected = [
    -0.92466259, -0.42534415, -2.6438457, 0.14518388, -0.12086647, -0.57972564, -0.62285122,
    -0.32838709,
  ];
  createNoiseSource(0)
    .draw(12)
    .slice(0, 8)
    .forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 6));
});

it('is normal, repeatable, and different per call and seed', () => {
  const [source, again, other] = [
    createNoiseSource(42),
    createNoiseSource(42),
    createNoiseSource(2 ** 40 + 42),
  ];
  const noise = source.draw(20_000);
  expect(again.draw(20_000)).toEqual(noise);
  expect(source.draw(4)).not.toEqual(noise.slice(0, 4));
  expect(other.draw(4)).not.toEqual(noise.slice(0, 4));
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

it('has its own logarithm and sine, accurate to the last digits', () => {
  for (let step = 1; step < 2000; step++) {
    expect(Math.abs(logarithm(step / 2000) - Math.log(step / 2000))).toBeLessThan(4e-15);
    expect(Math.abs(sine((step / 2000) * 6.2832) - Math.sin((step / 2000) * 6.2832))).toBeLessThan(
      1e-15,
    );
  }
  expect(Math.abs(logarithm(2 ** -33) - Math.log(2 ** -33))).toBeLessThan(8e-15);
});

it('mixes two noises without weakening them', () => {
  const [first, second] = [createNoiseSource(1).draw(4096), createNoiseSource(2).draw(4096)];
  const half = mixNoise(first, second, 0.5);
  const power = (noise: Float32Array) =>
    noise.reduce((sum, value) => sum + value * value, 0) / noise.length;
  expect(power(half)).toBeCloseTo(1, 1);
  expect(mixNoise(first, second, 0)).toEqual(first);
  expect(mixNoise(first, first, 0.3)).toEqual(first);
});
