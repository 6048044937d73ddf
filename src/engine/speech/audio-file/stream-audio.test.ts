import { ALL_FORMATS, AudioSampleSink, BufferSource, Input } from 'mediabunny';
import { expect, it } from 'vitest';
import { joinBytes } from '../../join-bytes.ts';
import { streamAudio, type StreamedAudioFormat } from './stream-audio.ts';

const RATE = 24_000;
const sound = Float32Array.from({ length: 48_000 }, (_, at) => 0.5 * Math.sin(at / 20));
const never = new AbortController().signal;

async function* pieces(taken: { count: number } = { count: 0 }) {
  for (let at = 0; at < sound.length; at += 8000) {
    taken.count += 1;
    yield sound.slice(at, at + 8000);
  }
}

async function stream(format: StreamedAudioFormat): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts = [];
  for await (const bytes of streamAudio(pieces(), { format, sampleRate: RATE }, never))
    parts.push(bytes);
  return parts;
}

it.each(['mp3', 'flac'] as const)('writes %s that can be read', async (format) => {
  const source = new BufferSource(joinBytes(await stream(format)));
  const input = new Input({ source, formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  expect(track?.sampleRate).toBe(RATE);
  if (format === 'mp3') expect(await input.computeDuration()).toBeCloseTo(2, 0);
});

it('writes a WAV of unknown length with every sample', async () => {
  const bytes = joinBytes(await stream('wav'));
  expect(bytes.length).toBe(44 + sound.length * 2);
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error('no track');
  let frames = 0;
  for await (const sample of new AudioSampleSink(track).samples()) {
    frames += sample.numberOfFrames;
    sample.close();
  }
  expect(frames).toBe(sound.length);
});

it('writes bare samples', async () => {
  const [first] = await stream('pcm');
  expect(new Int16Array(first?.buffer ?? new ArrayBuffer(0))[20]).toBe(
    Math.round((sound[20] ?? 0) * 32767),
  );
});

it.each(['mp3', 'flac', 'wav', 'pcm'] as const)('writes %s as it is made', async (format) => {
  const taken = { count: 0 };
  const written = streamAudio(pieces(taken), { format, sampleRate: RATE }, never);
  await written.next();
  await written.next();
  expect(taken.count).toBeLessThan(6);
  await written.return(undefined);
});

it('stops on request', async () => {
  const stopped = streamAudio(pieces(), { format: 'mp3', sampleRate: RATE }, AbortSignal.abort());
  await expect(stopped.next()).rejects.toMatchObject({ code: 'aborted' });
});
