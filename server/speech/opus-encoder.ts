import { createEncoder, type OpusEncoderHandle } from 'libopus-wasm';
import {
  CustomAudioEncoder,
  EncodedPacket,
  registerEncoder,
  type AudioCodec,
  type AudioSample,
} from 'mediabunny';
import { createResampler, type Resampler } from '../../src/engine/speech/resample.ts';

/** Opus counts at this rate, whatever was recorded. */
const RATE = 48_000;
/** 20 ms. */
const FRAME = 960;

/** Opus for Mediabunny, by libopus as WebAssembly: Node has no encoder of its own. One channel. */
class OpusEncoder extends CustomAudioEncoder {
  private encoder: OpusEncoderHandle | undefined;
  private resampler: Resampler | undefined;
  private held = new Float32Array();
  private frames = 0;

  static override supports(codec: AudioCodec, config: AudioEncoderConfig): boolean {
    return codec === 'opus' && config.numberOfChannels === 1;
  }

  override async init(): Promise<void> {
    const { bitrate, sampleRate } = this.config;
    this.encoder = await createEncoder({
      ...{ sampleRate: RATE, channels: 1 },
      ...(bitrate !== undefined && { bitrate }),
    });
    this.resampler = createResampler(sampleRate, RATE);
  }

  override encode(sample: AudioSample): void {
    const samples = new Float32Array(sample.numberOfFrames);
    sample.copyTo(samples, { format: 'f32-planar', planeIndex: 0 });
    this.add(this.resampler?.push(samples));
  }

  /** The decoder's delay is filled up with silence; the last packet says where the sound ends. */
  override flush(): void {
    this.add(this.resampler?.end());
    this.add(new Float32Array(this.delay));
    if (this.held.length > 0) this.emit(this.held);
    this.held = new Float32Array();
  }

  override close(): void {
    this.encoder?.free();
    this.encoder = undefined;
  }

  /** Samples that a decoder gives before the first one. */
  private get delay(): number {
    return this.encoder?.getLookahead() ?? 0;
  }

  private add(samples = new Float32Array()): void {
    const joined = new Float32Array(this.held.length + samples.length);
    joined.set(this.held);
    joined.set(samples, this.held.length);
    const whole = joined.length - (joined.length % FRAME);
    for (let at = 0; at < whole; at += FRAME) this.emit(joined.subarray(at, at + FRAME));
    this.held = joined.slice(whole);
  }

  private emit(samples: Float32Array): void {
    const frame = new Float32Array(FRAME);
    frame.set(samples);
    const bytes = this.encoder?.encodeFloat(frame) ?? new Uint8Array();
    const timestamp = (this.frames++ * FRAME) / RATE;
    const packet = new EncodedPacket(bytes.slice(), 'key', timestamp, samples.length / RATE);
    this.onPacket(packet, {
      decoderConfig: {
        ...{ codec: 'opus', sampleRate: RATE, numberOfChannels: 1 },
        description: writeOpusHead(this.delay, this.config.sampleRate),
      },
    });
  }
}

/** The identification header of RFC 7845, for one channel without gain. */
function writeOpusHead(preSkip: number, inputRate: number): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(19);
  head.set(new TextEncoder().encode('OpusHead'));
  const view = new DataView(head.buffer);
  view.setUint8(8, 1);
  view.setUint8(9, 1);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputRate, true);
  return head;
}

registerEncoder(OpusEncoder);
