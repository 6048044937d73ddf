import type { AudioFormat } from '../speech-engine.ts';

export type AudioQuality = 'standard' | 'high';

/**
 * Bits per second of the formats that lose something, for one voice; for MP3 about what LAME takes
 * at a quality (mp3-encoder.ts).
 */
export const BIT_RATES: Readonly<
  Partial<Record<AudioFormat, Readonly<Record<AudioQuality, number>>>>
> = {
  mp3: { standard: 64_000, high: 96_000 },
  opus: { standard: 40_000, high: 64_000 },
};

/** FLAC takes about this share of the samples' size: speech has pauses. */
const FLAC_SHARE = 0.5;

/** Roughly how many bytes a file will have, before it is written. */
export function estimateBytes(
  format: AudioFormat,
  quality: AudioQuality,
  seconds: number,
  sampleRate: number,
): number {
  const plainBytes = seconds * sampleRate * 2;
  const bitRate = BIT_RATES[format]?.[quality];
  if (bitRate !== undefined) return (seconds * bitRate) / 8;
  return format === 'flac' ? plainBytes * FLAC_SHARE : plainBytes;
}
