import {
  AppendOnlyStreamTarget,
  AudioSample,
  AudioSampleSource,
  canEncodeAudio,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  Quality,
  type AudioCodec,
  type OutputFormat,
} from 'mediabunny';
import { EngineError, throwIfAborted } from '../../errors.ts';
import { toSixteenBits } from '../samples.ts';
import { BIT_RATES } from './audio-size.ts';
import './register-encoders.ts';

/** `pcm`: samples of 16 bits, little-endian, without any header. */
export type StreamedAudioFormat = 'wav' | 'pcm' | 'mp3' | 'opus' | 'flac';

const FORMATS: readonly StreamedAudioFormat[] = ['mp3', 'opus', 'flac', 'wav', 'pcm'];

type CompressedFormat = Exclude<StreamedAudioFormat, 'wav' | 'pcm'>;

const COMPRESSED: Readonly<
  Record<CompressedFormat, { codec: AudioCodec; create(): OutputFormat }>
> = {
  // What they would say of the whole is left out: nobody can go back to write it.
  mp3: { codec: 'mp3', create: () => new Mp3OutputFormat({ xingHeader: false }) },
  opus: { codec: 'opus', create: () => new OggOutputFormat() },
  flac: { codec: 'flac', create: () => new FlacOutputFormat({ appendOnly: true }) },
};

/** The formats that this platform can write sound of such a rate in. */
export async function listStreamedFormats(sampleRate: number): Promise<StreamedAudioFormat[]> {
  const can = await Promise.all(FORMATS.map((format) => canStream(format, sampleRate)));
  return FORMATS.filter((_, index) => can[index]);
}

async function canStream(format: StreamedAudioFormat, sampleRate: number): Promise<boolean> {
  if (format === 'wav' || format === 'pcm') return true;
  return canEncodeAudio(COMPRESSED[format].codec, { numberOfChannels: 1, sampleRate });
}

/**
 * Writes pieces of one channel (-1 to 1) as the bytes of a file, as they come. A WAV says that it is
 * as long as it can be. Throws `not_supported` if the platform cannot write the format, `aborted`.
 */
export async function* streamAudio(
  pieces: AsyncIterable<Float32Array<ArrayBuffer>>,
  { format, sampleRate }: { format: StreamedAudioFormat; sampleRate: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (format !== 'wav' && format !== 'pcm') {
    yield* streamCompressed(pieces, { format, sampleRate }, signal);
    return;
  }
  if (format === 'wav') yield writeEndlessWavHeader(sampleRate);
  for await (const piece of pieces) {
    throwIfAborted(signal);
    if (piece.length > 0) yield new Uint8Array(toSixteenBits(piece).buffer);
  }
}

async function* streamCompressed(
  pieces: AsyncIterable<Float32Array<ArrayBuffer>>,
  { format, sampleRate }: { format: CompressedFormat; sampleRate: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { codec, create } = COMPRESSED[format];
  if (!(await canStream(format, sampleRate)))
    throw new EngineError(
      'not_supported',
      `This platform cannot write ${format}. Choose mp3, flac or wav.`,
      { details: { format } },
    );
  const written: Uint8Array<ArrayBuffer>[] = [];
  const writable = new WritableStream<Uint8Array>({
    write: (bytes) => void written.push(new Uint8Array(bytes)),
  });
  const output = new Output({ format: create(), target: new AppendOnlyStreamTarget(writable) });
  const bitrate = BIT_RATES[format]?.standard;
  const source = new AudioSampleSource({
    codec,
    ...(bitrate ? { quality: new Quality({ bitrate }) } : {}),
  });
  output.addAudioTrack(source);
  await output.start();
  try {
    let timestamp = 0;
    for await (const data of pieces) {
      throwIfAborted(signal);
      if (data.length === 0) continue;
      const shape = { format: 'f32', numberOfChannels: 1, sampleRate, timestamp } as const;
      const sample = new AudioSample({ data, ...shape });
      await source.add(sample).finally(() => sample.close());
      timestamp += data.length / sampleRate;
      yield* written.splice(0);
    }
    await output.finalize();
    yield* written.splice(0);
  } finally {
    if (output.state !== 'finalized') await output.cancel();
  }
}

const WAV_HEADER_BYTES = 44;
/** A length that stands for not knowing it, as ffmpeg and OpenAI write it. */
const UNKNOWN_BYTES = 0xffffffff;

function writeEndlessWavHeader(sampleRate: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(WAV_HEADER_BYTES);
  const view = new DataView(header.buffer);
  const writeText = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  writeText(0, 'RIFF');
  view.setUint32(4, UNKNOWN_BYTES, true);
  writeText(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  writeText(36, 'data');
  view.setUint32(40, UNKNOWN_BYTES, true);
  return header;
}
