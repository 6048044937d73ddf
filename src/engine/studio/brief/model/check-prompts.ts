import { describeSticker } from '../../../chat/guide/stickers.ts';
import type { ImageManifest } from '../../../models/manifest.ts';
import {
  MAX_STICKERS,
  promptForStickers,
  readStickerPrompt,
} from '../../../stickers/sticker-names.ts';
import type { ParsedPrompt } from '../context.ts';
import { drawsStickers } from '../generation-config.ts';
import { withoutInventedLooks } from '../people-in-pictures.ts';
import type { BriefReading } from '../read-brief.ts';

/** Fewer letters name nothing. */
const FEWEST_LETTERS = 3;

/**
 * The prompts that may be drawn, each once: on one line, without addresses and markup, without
 * invented looks, and for the sticker model in its words.
 */
export function checkPrompts(
  prompts: readonly ParsedPrompt[],
  reading: BriefReading,
  image: ImageManifest,
): ParsedPrompt[] {
  const { audience, mood, culture } = reading.classification;
  const nouns = reading.subjects.map(({ noun = '' }) => noun);
  const said = [reading.text, ...nouns, audience, mood, culture].join(' ');
  const kept = prompts.flatMap((each) => {
    const prompt = withoutInventedLooks(tidy(each.prompt), said);
    if (!prompt || (prompt.match(/\p{L}/gu) ?? []).length < FEWEST_LETTERS) return [];
    const name = tidy(each.name) || 'Idea';
    const checked = { name, prompt, negativePrompt: tidy(each.negativePrompt) };
    return drawsStickers(image) ? speakStickers(checked) : [checked];
  });
  const once = new Map(kept.map((each) => [each.prompt.toLowerCase(), each]));
  if (image.capabilities.negativePrompt) return [...once.values()];
  return Array.from(once.values(), (each) => ({ ...each, negativePrompt: '' }));
}

/** As the sticker model was taught to be asked; nothing if it knows none of the words. */
function speakStickers({ name, prompt }: ParsedPrompt): ParsedPrompt[] {
  const { things, background = 'white' } = readStickerPrompt(prompt);
  const [first] = things;
  if (first === undefined) return [];
  const { negativePrompt } = describeSticker(first, background);
  return [
    { name, prompt: promptForStickers(things.slice(0, MAX_STICKERS), background), negativePrompt },
  ];
}

function tidy(text: string): string {
  return text
    .replace(/<[^<>]*>|https?:\/\/\S+|data:\S+/gi, ' ')
    .replace(/[\p{Cc}\p{Cf}`*_#{}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;:])/g, '')
    .trim();
}
