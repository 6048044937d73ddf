import { describe, expect, it } from 'vitest';
import { decodeMark, encodePayload, MAX_PAYLOAD, toBits, WORD_BITS } from './mark-code.ts';

const PAYLOADS = Array.from({ length: MAX_PAYLOAD + 1 }, (_, payload) => payload);

/** As the network gives them: 10 or -10, each with noise of so much. */
function outputsOf(payload: number, noise: () => number = () => 0): Float32Array {
  return toBits(encodePayload(payload)).map((bit) => 20 * bit - 10 + noise());
}

/** 0 to 1, the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Normally distributed (Box and Muller). */
const createNoise = (random: () => number, deviation: number) => () =>
  deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const countBits = (word: number) => word.toString(2).replaceAll('0', '').length;

describe('the code of a mark', () => {
  it('has words that differ in at least 12 of 32 bits', () => {
    const words = PAYLOADS.map(encodePayload);
    const first = words[0] ?? 0;
    // The code is linear, so that the distances from one word are those from any.
    const distances = words.slice(1).map((word) => countBits((word ^ first) >>> 0));
    expect(Math.min(...distances)).toBe(12);
    const [a = 0, b = 0] = [words[77], words[1900]];
    expect(countBits((a ^ b) >>> 0)).toBe(countBits((encodePayload(77 ^ 1900) ^ first) >>> 0));
  });

  it('has no word of equal bits only', () => {
    const counts = PAYLOADS.map((payload) => countBits(encodePayload(payload)));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...counts)).toBeLessThanOrEqual(28);
  });

  it('reads every payload, and a quarter of them with 5 bits turned', () => {
    const random = createRandom(1);
    for (const payload of PAYLOADS) {
      const outputs = outputsOf(payload);
      expect(decodeMark(outputs).payload).toBe(payload);
      if (payload % 4 !== 1) continue;
      const turned = new Set<number>();
      while (turned.size < 5) turned.add(Math.floor(random() * WORD_BITS));
      for (const bit of turned) outputs[bit] = -(outputs[bit] ?? 0);
      expect(decodeMark(outputs).payload).toBe(payload);
    }
  });

  it('reads more than five wrong bits if they are those that are unsure', () => {
    const outputs = outputsOf(1234);
    for (let bit = 0; bit < 12; bit++) outputs[bit] = -0.1 * (outputs[bit] ?? 0);
    expect(decodeMark(outputs).payload).toBe(1234);
  });

  it('is sure of what is clear and not of what is noise', () => {
    const random = createRandom(2);
    const noise = createNoise(random, 4);
    const clear = PAYLOADS.slice(0, 100).map((payload) => decodeMark(outputsOf(payload, noise)));
    expect(clear.filter(({ payload }, index) => payload === index)).toHaveLength(100);
    expect(Math.max(...clear.map(({ chance }) => chance))).toBeLessThan(1e-5);
    const chances = Array.from(
      { length: 1000 },
      () => decodeMark(Float32Array.from({ length: WORD_BITS }, noise)).chance,
    );
    // A chance of 0.05 comes about in at most a twentieth of all cases, and often in nearly as many.
    const share = chances.filter((chance) => chance <= 0.05).length / chances.length;
    expect(share).toBeGreaterThan(0.02);
    expect(share).toBeLessThan(0.06);
    expect(Math.min(...chances)).toBeGreaterThan(1e-5);
  });

  it('takes outputs that say nothing for chance', () => {
    expect(decodeMark(new Float32Array(WORD_BITS)).chance).toBe(1);
  });

  it('counts a perfect word as 2,048 of all words of 32 signs', () => {
    expect(decodeMark(outputsOf(5)).chance).toBeCloseTo(2048 / 2 ** 32, 12);
  });
});
