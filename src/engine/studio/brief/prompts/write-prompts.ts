import type { ImageManifest } from '../../../models/manifest.ts';
import type { ParsedPrompt } from '../context.ts';
import { drawsStickers } from '../generation-config.ts';
import type { BriefReading } from '../read-brief.ts';
import { writeScenes } from './scenes.ts';
import { writeStickerPrompts } from './sticker-prompts.ts';

/** The most prompts that are written for one brief. */
export const MOST_PROMPTS = 8;

/**
 * Prompts by rules alone, each different, in the words of the model that will draw them. The same
 * brief gives the same prompts.
 */
export function writePrompts(
  reading: BriefReading,
  manifest: ImageManifest,
  count: number,
): ParsedPrompt[] {
  const prompts = drawsStickers(manifest)
    ? writeStickerPrompts(reading, count)
    : writeScenes(reading, count);
  if (manifest.capabilities.negativePrompt) return prompts;
  return prompts.map((prompt) => ({ ...prompt, negativePrompt: '' }));
}
