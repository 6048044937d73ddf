import { expect, it } from 'vitest';
import { ALL_FORMATS, AudioSampleSink, BufferSource, Input } from 'mediabunny';
import { encodeFlacFrame } from './flac-frame.ts';
import { encodeAudio } from './encode-audio.ts';

const RATE = 24000;
/** A voice-like sound: tones that come and go, with a little noise. Not a multiple of any block. */
const sound = Float32Array.from({ length: 30_011 }, (_, index) => {
  const t = index / RATE;
  const swell = Math.sin(Math.PI * ((t * 3) % 1)) ** 2;
  return (
    0.5 * swell * (Math.sin(2 * Math.PI * 180 * t) + 0.3 * Math.sin(2 * Math.PI * 1400 * t)) +
    0.01 * Math.sin(index * 12.9898 * index)
  );
});
async function* pieces() {
  for (let at = 0; at < sound.length; at += 7000) yield sound.slice(at, at + 7000);
}
const encode = (format: 'wav' | 'mp3' | 'flac', sampleRate = RATE) =>
  encodeAudio(pieces(), { format, sampleRate, title: 'A “title”' }, new AbortController().signal);
const open = (bytes: Uint8Array<ArrayBuffer>) =>
  new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });

it.each(['wav', 'mp3', 'flac'] as const)(
  'writes %s with its length, rate and title',
  async (format) => {
    const { bytes } = await encode(format);
    const input = open(bytes);
    const track = await input.getPrimaryAudioTrack();
    expect(track?.sampleRate).toBe(RATE);
    expect(track?.numberOfChannels).toBe(1);
    expect(await input.computeDuration()).toBeCloseTo(sound.length / RATE, 0);
    expect((await input.getMetadataTags()).title).toBe('A “title”');
  },
);

it('writes every sample of a WAV', async () => {
  const track = await open((await encode('wav')).bytes).getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  const read: number[] = [];
  for await (const sample of new AudioSampleSink(track).samples()) {
    const data = new Float32Array(sample.numberOfFrames);
    sample.copyTo(data, { format: 'f32-planar', planeIndex: 0 });
    read.push(...data);
  }
  expect(read).toHaveLength(sound.length);
  expect(read.every((value, index) => Math.abs(value - (sound[index] ?? 0)) < 1e-4)).toBe(true);
});

it('makes FLAC smaller than WAV, and MP3 smaller than that', async () => {
  const [wav, flac, mp3] = await Promise.all(
    (['wav', 'flac', 'mp3'] as const).map(async (format) => (await encode(format)).bytes.length),
  );
  expect(flac).toBeLessThan((wav ?? 0) * 0.85);
  expect(mp3).toBeLessThan((wav ?? 0) * 0.3);
});

it('encodes frames losslessly', () => {
  const samples = Int16Array.from(sound.subarray(0, 4096), (sample) => Math.round(sample * 32767));
  for (const block of [
    samples,
    samples.slice(0, 1000),
    samples.slice(0, 1),
    Int16Array.from([-32768, 32767, -32768, 32767, 0]),
  ])
    for (const number of [0, 200, 70_000])
      expect(decodeFrame(encodeFlacFrame(block, RATE, number))).toEqual([...block]);
});

it('stops on request', async () => {
  await expect(
    encodeAudio(pieces(), { format: 'wav', sampleRate: RATE }, AbortSignal.abort()),
  ).rejects.toMatchObject({
    code: 'aborted',
  });
});

/**
 * A decoder of what RFC 9639 says of fixed predictors and Rice codes, written from the other side.
 */
function decodeFrame(frame: Uint8Array): number[] {
  let at = 0;
  const bit = () => ((frame[at >> 3] ?? 0) >> (7 - (at++ & 7))) & 1;
  const read = (count: number) =>
    Array.from({ length: count }, bit).reduce((value, next) => value * 2 + next, 0);
  expect(read(14)).toBe(0x3ffe);
  read(2);
  const sizeCode = read(4);
  read(12);
  const lead = read(8);
  for (let mask = 0x40; lead & 0x80 && lead & mask; mask >>= 1) read(8);
  const length = sizeCode === 12 ? 4096 : read(16) + 1;
  read(8 + 1);
  const order = read(6) - 8;
  read(1);
  const signed = (value: number) => (value >= 32768 ? value - 65536 : value);
  const samples = Array.from({ length: order }, () => signed(read(16)));
  read(2);
  const partitions = 1 << read(4);
  const residual: number[] = [];
  for (let part = 0; part < partitions; part++) {
    const parameter = read(4);
    const count = length / partitions - (part === 0 ? order : 0);
    for (let index = 0; index < count; index++) {
      let high = 0;
      while (bit() === 0) high++;
      const folded = high * 2 ** parameter + read(parameter);
      residual.push(folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2);
    }
  }
  const weights = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]][order] ?? [];
  for (const value of residual)
    samples.push(
      value +
        weights.reduce(
          (sum, weight, back) => sum + weight * (samples[samples.length - 1 - back] ?? 0),
          0,
        ),
    );
  return samples;
}
