import { expect, it } from 'vitest';
import { createSampler } from './sampler.ts';

const logits = Float32Array.from([1, 3, 2, -Infinity, 0]);
const all = { temperature: 1, topP: 1, topK: Infinity, minP: 0, seed: 1 };
const draw = (options: Partial<typeof all>, count = 4000) => {
  const sample = createSampler({ ...all, ...options });
  const counts = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const token = sample(logits);
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
};

it('picks the likeliest token at temperature 0', () => {
  expect(createSampler({ ...all, temperature: 0 })(logits)).toBe(1);
});

it('samples in proportion to the softmax', () => {
  const counts = draw({ temperature: 1, topP: 1 });
  const sum = Math.exp(1) + Math.exp(3) + Math.exp(2) + 1;
  for (const [token, weight] of [
    [0, Math.exp(1)],
    [1, Math.exp(3)],
    [2, Math.exp(2)],
    [4, 1],
  ] as const)
    expect((counts.get(token) ?? 0) / 4000).toBeCloseTo(weight / sum, 1);
  expect(counts.has(3)).toBe(false);
});

it('keeps the smallest set that reaches topP', () => {
  expect([...draw({ temperature: 1, topP: 0.5 }).keys()]).toEqual([1]);
  expect([...draw({ temperature: 1, topP: 0.85 }).keys()].sort()).toEqual([1, 2]);
});

it('keeps the top few, and those likely enough', () => {
  expect([...draw({ topK: 2 }).keys()].sort()).toEqual([1, 2]);
  expect([...draw({ topK: 1 }).keys()]).toEqual([1]);
  expect([...draw({ minP: 0.3 }).keys()].sort()).toEqual([1, 2]);
});

it('is exact when the mass lies in many small tokens', () => {
  const flat = new Float32Array(5000).fill(-8);
  flat[0] = 0;
  const sample = createSampler({ ...all, topP: 0.99, seed: 3 });
  const drawn = new Set(Array.from({ length: 400 }, () => sample(flat)));
  expect(drawn.size).toBeGreaterThan(150);
});

it('repeats itself with the same seed', () => {
  const sequence = (seed: number) => {
    const sample = createSampler({ ...all, temperature: 2, seed });
    return Array.from({ length: 30 }, () => sample(logits));
  };
  expect(sequence(5)).toEqual(sequence(5));
  expect(sequence(5)).not.toEqual(sequence(6));
});
