import { CustomAudioEncoder, EncodedPacket, type AudioCodec, type AudioSample } from 'mediabunny';
import { encodeFlacFrame, FLAC_BLOCK, writeStreamInfo } from './flac-frame.ts';

/** FLAC for Mediabunny: no browser encodes it. One channel. */
export class FlacEncoder extends CustomAudioEncoder {
  private held = new Int16Array(0);
  private frames = 0;

  static override supports(codec: AudioCodec, config: AudioEncoderConfig): boolean {
    return codec === 'flac' && config.numberOfChannels === 1;
  }

  override init(): void {}

  override encode(sample: AudioSample): void {
    const samples = new Int16Array(sample.numberOfFrames);
    sample.copyTo(samples, { format: 's16', planeIndex: 0 });
    const joined = new Int16Array(this.held.length + samples.length);
    joined.set(this.held);
    joined.set(samples, this.held.length);
    const whole = joined.length - (joined.length % FLAC_BLOCK);
    for (let at = 0; at < whole; at += FLAC_BLOCK) this.emit(joined.subarray(at, at + FLAC_BLOCK));
    this.held = joined.slice(whole);
  }

  override flush(): void {
    if (this.held.length > 0) this.emit(this.held);
    this.held = new Int16Array(0);
  }

  override close(): void {}

  private emit(samples: Int16Array): void {
    const { sampleRate } = this.config;
    const timestamp = (this.frames * FLAC_BLOCK) / sampleRate;
    const frame = encodeFlacFrame(samples, sampleRate, this.frames++);
    const packet = new EncodedPacket(frame, 'key', timestamp, samples.length / sampleRate);
    this.onPacket(packet, {
      decoderConfig: {
        codec: 'flac',
        sampleRate,
        numberOfChannels: 1,
        description: describe(sampleRate),
      },
    });
  }
}

/**
 * As the FLAC in ISOBMFF specification wants it: the marker, and the one metadata block that there
 * must be.
 */
function describe(sampleRate: number): Uint8Array<ArrayBuffer> {
  const info = writeStreamInfo(sampleRate);
  return Uint8Array.from([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, info.length, ...info]);
}
