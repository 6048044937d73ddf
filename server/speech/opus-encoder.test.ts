import { createDecoder } from 'libopus-wasm';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { expect, it } from 'vitest';
import { joinBytes } from '../../src/engine/join-bytes.ts';
import {
  listStreamedFormats,
  streamAudio,
} from '../../src/engine/speech/audio-file/stream-audio.ts';
import './opus-encoder.ts';

const HERTZ = 440;

async function* speak(sampleRate: number, seconds: number) {
  const sound = Float32Array.from(
    { length: sampleRate * seconds },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * HERTZ * at) / sampleRate),
  );
  for (let at = 0; at < sound.length; at += 3000) yield sound.slice(at, at + 3000);
}

async function encode(sampleRate: number, seconds: number) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const options = { format: 'opus', sampleRate } as const;
  const signal = new AbortController().signal;
  for await (const part of streamAudio(speak(sampleRate, seconds), options, signal))
    parts.push(part);
  const input = new Input({ source: new BufferSource(joinBytes(parts)), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('There is no track.');
  return { parts, input, track };
}

it.each([16_000, 22_050, 24_000, 48_000])('writes Opus from %i Hz', async (sampleRate) => {
  expect(await listStreamedFormats(sampleRate)).toContain('opus');
  const { parts, input, track } = await encode(sampleRate, 1.5);
  expect(parts.length).toBeGreaterThan(1);
  expect([track.codec, track.numberOfChannels]).toEqual(['opus', 1]);
  expect(await input.computeDuration()).toBeCloseTo(1.5, 2);
  const decoder = await createDecoder({ channels: 1 });
  const samples: number[] = [];
  for await (const { data } of new EncodedPacketSink(track).packets())
    samples.push(...decoder.decodeFloat(data));
  decoder.free();
  const middle = samples.slice(24_000, 48_000);
  const ups = middle.filter((at, index) => index > 0 && at >= 0 && (middle[index - 1] ?? 0) < 0);
  expect(Math.abs(ups.length - HERTZ / 2)).toBeLessThan(2);
  const power = middle.reduce((sum, at) => sum + at * at, 0) / middle.length;
  expect(Math.sqrt(2 * power)).toBeCloseTo(0.5, 1);
});
