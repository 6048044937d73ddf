import { describe, expect, it } from 'vitest';
import { resample } from './resample.ts';

type Samples = Float32Array<ArrayBuffer>;

const tone = (hertz: number, rate: number, seconds = 0.5): Samples =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, at) =>
    Math.sin((2 * Math.PI * hertz * at) / rate),
  );

/** With pieces of these lengths, over and over. */
async function* cut(samples: Samples, lengths: readonly number[]): AsyncGenerator<Samples> {
  for (let at = 0, turn = 0; at < samples.length; turn++) {
    const length = lengths[turn % lengths.length] ?? samples.length;
    yield samples.slice(at, at + length);
    at += length;
  }
}

async function convert(samples: Samples, from: number, to: number, lengths = [samples.length]) {
  const made: number[] = [];
  for await (const piece of resample(cut(samples, lengths), from, to))
    for (const sample of piece) made.push(sample);
  return Float32Array.from(made);
}

/** Loudest frequency's share in decibels, by a Hann window over the middle. */
function levelAt(samples: Samples, hertz: number, rate: number): number {
  const [begin, end] = [Math.round(0.1 * rate), samples.length - Math.round(0.1 * rate)];
  let [real, imaginary, total] = [0, 0, 0];
  for (let at = begin; at < end; at++) {
    const weight = 1 - Math.cos((2 * Math.PI * (at - begin)) / (end - begin));
    const angle = (2 * Math.PI * hertz * at) / rate;
    real += weight * (samples[at] ?? 0) * Math.cos(angle);
    imaginary += weight * (samples[at] ?? 0) * Math.sin(angle);
    total += weight;
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / total);
}

/** Of the voices that there are. */
const RATES = [16_000, 22_050, 44_100];
const TO = 24_000;

describe.each(RATES)('from %i Hz', (from) => {
  it('keeps what both rates hold, where and as loud as it was', async () => {
    for (const hertz of [100, 1000, 0.9 * (Math.min(from, TO) / 2)]) {
      const made = await convert(tone(hertz, from), from, TO);
      const ideal = tone(hertz, TO);
      expect(made.length).toBe(ideal.length);
      const inside = made.subarray(2400, -2400);
      const error = inside.map((sample, at) => Math.abs(sample - (ideal[2400 + at] ?? 0)));
      expect(Math.max(...error)).toBeLessThan(2e-3);
    }
  });

  it('adds nothing that was not there', async () => {
    const hertz = 0.8 * (Math.min(from, TO) / 2);
    const made = await convert(tone(hertz, from), from, TO);
    expect(levelAt(made, hertz, TO)).toBeCloseTo(0, 1);
    const others = Array.from({ length: 118 }, (_, step) => 100 * (step + 1));
    const noise = others.filter((other) => Math.abs(other - hertz) > 60);
    expect(Math.max(...noise.map((other) => levelAt(made, other, TO)))).toBeLessThan(-80);
  });

  it('is the same in whatever pieces it comes', async () => {
    const sound = tone(440, from, 0.2);
    const whole = await convert(sound, from, TO);
    for (const lengths of [[1], [7, 500, 3], [4096], [0, 33]])
      expect(await convert(sound, from, TO, lengths)).toEqual(whole);
  });

  it('keeps its length, down to a single sample', async () => {
    for (const length of [0, 1, 2, 63, 1000, 1001]) {
      const made = await convert(new Float32Array(length).fill(1), from, TO);
      expect(made.length).toBe(Math.ceil((length * TO) / from));
    }
  });
});

it('leaves out what the lower rate cannot hold', async () => {
  for (const hertz of [12_100, 15_000, 21_000]) {
    const made = await convert(tone(hertz, 44_100), 44_100, TO);
    expect(Math.max(...made.subarray(1200, -1200).map(Math.abs))).toBeLessThan(1e-4);
  }
});

it('speaks as soon as it can', async () => {
  let given = 0;
  async function* give() {
    for (; given < 10; given++) yield new Float32Array(1600);
  }
  for await (const piece of resample(give(), 16_000, TO)) {
    expect([given, piece.length]).toEqual([0, 2400 - 96]);
    break;
  }
});
