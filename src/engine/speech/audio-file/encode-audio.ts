import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  canEncodeAudio,
  FlacOutputFormat,
  Mp3OutputFormat,
  OggOutputFormat,
  Output,
  Quality,
  WavOutputFormat,
  type AudioCodec,
  type OutputFormat,
} from 'mediabunny';
import { EngineError, throwIfAborted } from '../../errors.ts';
import type { AudioFormat } from '../speech-engine.ts';
import { BIT_RATES, type AudioQuality } from './audio-size.ts';
import './register-encoders.ts';

export interface AudioFile {
  bytes: Uint8Array<ArrayBuffer>;
  mimeType: string;
}

interface FileOptions {
  format: AudioFormat;
  /** Of the formats that lose something. Default: `standard`. */
  quality?: AudioQuality;
  sampleRate: number;
  title?: string;
}

interface FileKind {
  codec: AudioCodec;
  mimeType: string;
  create(title: string): OutputFormat;
}

const FILES: Readonly<Record<AudioFormat, FileKind>> = {
  wav: { codec: 'pcm-s16', mimeType: 'audio/wav', create: createWav },
  mp3: { codec: 'mp3', mimeType: 'audio/mpeg', create: () => new Mp3OutputFormat() },
  opus: { codec: 'opus', mimeType: 'audio/ogg', create: () => new OggOutputFormat() },
  flac: { codec: 'flac', mimeType: 'audio/flac', create: () => new FlacOutputFormat() },
};

/** WAV's own tags know Latin letters alone; other titles are kept the way MP3 does. */
function createWav(title: string): OutputFormat {
  return new WavOutputFormat({ metadataFormat: /^[\x20-\xff]*$/.test(title) ? 'info' : 'id3' });
}

/**
 * Writes pieces of one channel (-1 to 1) as a file with its title. WAV, MP3 and FLAC are encoded by
 * our own means and so on every platform; Opus by the platform. Throws `not_supported` if that
 * cannot, `aborted`.
 */
export async function encodeAudio(
  pieces: AsyncIterable<Float32Array<ArrayBuffer>>,
  { format, quality = 'standard', sampleRate, title = '' }: FileOptions,
  signal: AbortSignal,
): Promise<AudioFile> {
  const { codec, mimeType, create } = FILES[format];
  const bitRate = BIT_RATES[format]?.[quality];
  if (!(await canEncodeAudio(codec, { numberOfChannels: 1, sampleRate })))
    throw new EngineError(
      'not_supported',
      `This platform cannot write ${format}. Choose MP3 or WAV.`,
      {
        details: { format },
      },
    );
  const target = new BufferTarget();
  const output = new Output({ format: create(title), target });
  const source = new AudioSampleSource({
    codec,
    ...(bitRate ? { quality: new Quality({ bitrate: bitRate }) } : {}),
  });
  output.addAudioTrack(source);
  if (title) output.setMetadataTags({ title, comment: 'Spoken by Triptych' });
  await output.start();
  let timestamp = 0;
  for await (const data of pieces) {
    throwIfAborted(signal);
    if (data.length === 0) continue;
    const sample = new AudioSample({
      data,
      format: 'f32',
      numberOfChannels: 1,
      sampleRate,
      timestamp,
    });
    await source.add(sample);
    sample.close();
    timestamp += data.length / sampleRate;
  }
  await output.finalize();
  if (!target.buffer) throw new EngineError('internal', `The ${format} file could not be written.`);
  return { bytes: new Uint8Array(target.buffer), mimeType };
}
