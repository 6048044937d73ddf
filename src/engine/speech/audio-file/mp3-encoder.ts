import { CustomAudioEncoder, EncodedPacket, type AudioCodec, type AudioSample } from 'mediabunny';
import { createEncoder, createMp3Encoder, type WasmMediaEncoder } from 'wasm-media-encoders';
import { BIT_RATES } from './audio-size.ts';

/** LAME's variable bit rate, 0 (best) to 9.999 (smallest). */
const VBR_QUALITY = { standard: 3, high: 0 };
const RATES: ReadonlySet<number> = new Set([
  8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000,
]);

/** MP3 for Mediabunny, by LAME as WebAssembly. One channel. */
export class Mp3Encoder extends CustomAudioEncoder {
  private encoder: WasmMediaEncoder<'audio/mpeg'> | undefined;
  private rest = new Uint8Array(0);
  private seconds = 0;

  static override supports(codec: AudioCodec, config: AudioEncoderConfig): boolean {
    return codec === 'mp3' && config.numberOfChannels === 1 && RATES.has(config.sampleRate);
  }

  override async init(): Promise<void> {
    this.encoder = await startLame();
    const { sampleRate, bitrate = 0 } = this.config;
    const vbrQuality =
      VBR_QUALITY[bitrate >= (BIT_RATES.mp3?.high ?? Infinity) ? 'high' : 'standard'];
    this.encoder.configure({ sampleRate: sampleRate as 44100, channels: 1, vbrQuality });
  }

  override encode(sample: AudioSample): void {
    const samples = new Float32Array(sample.numberOfFrames);
    sample.copyTo(samples, { format: 'f32-planar', planeIndex: 0 });
    this.emit(this.encoder?.encode([samples]));
  }

  override flush(): void {
    this.emit(this.encoder?.finalize());
  }

  override close(): void {
    this.encoder = undefined;
  }

  /** Passes whole frames on; the beginning of the next one waits for its end. */
  private emit(bytes: Uint8Array | undefined): void {
    if (!bytes || bytes.length === 0) return;
    const joined = new Uint8Array(this.rest.length + bytes.length);
    joined.set(this.rest);
    joined.set(bytes, this.rest.length);
    let at = 0;
    for (
      let frame = readFrame(joined, at);
      frame && at + frame.size <= joined.length;
      frame = readFrame(joined, at)
    ) {
      const packet = new EncodedPacket(
        joined.slice(at, at + frame.size),
        'key',
        this.seconds,
        frame.seconds,
      );
      const { sampleRate } = this.config;
      this.onPacket(packet, { decoderConfig: { codec: 'mp3', sampleRate, numberOfChannels: 1 } });
      this.seconds += frame.seconds;
      at += frame.size;
    }
    this.rest = joined.slice(at);
  }
}

const BIT_RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BIT_RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44100, 48000, 32000];

/**
 * Size and length of the frame at a place, from its header (ISO 11172-3 and 13818-3, layer III).
 */
function readFrame(bytes: Uint8Array, at: number): { size: number; seconds: number } | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (at + 4 > bytes.length || first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const version = (second >> 3) & 3;
  const isFirst = version === 3;
  const divisor = isFirst ? 1 : version === 2 ? 2 : 4;
  const sampleRate = (SAMPLE_RATES[(third >> 2) & 3] ?? 44100) / divisor;
  const bitRate = ((isFirst ? BIT_RATES_1 : BIT_RATES_2)[third >> 4] ?? 0) * 1000;
  const samples = isFirst ? 1152 : 576;
  return {
    size: Math.floor((samples / 8) * (bitRate / sampleRate)) + ((third >> 1) & 1),
    seconds: samples / sampleRate,
  };
}

/**
 * LAME from a file of its own where there is a page: the package carries it as a `data:` address
 * besides, which a content security policy does not let a page fetch. Node reads that one.
 */
function startLame(): Promise<WasmMediaEncoder<'audio/mpeg'>> {
  const program = new URL('wasm-media-encoders/wasm/mp3', import.meta.url);
  return program.protocol === 'file:'
    ? createMp3Encoder()
    : createEncoder('audio/mpeg', program.href);
}
