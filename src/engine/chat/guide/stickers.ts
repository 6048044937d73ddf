import type { ChatMessage } from '../chat-engine.ts';
import { type Generate, greedy, sampling } from './brief.ts';
import { capitalise } from './capitalise.ts';
import type { ImagePrompt } from './image-prompt.ts';
import {
  findStickerName,
  findStickers,
  promptForStickers,
  readStickerGround,
  STICKER_BACKGROUNDS,
} from '../../stickers/sticker-names.ts';
import { findTheme, THEME_WORDS } from '../../stickers/sticker-themes.ts';
import words from './brief-words.json' with { type: 'json' };

export interface StickerRequest {
  /** A theme, or things, and perhaps a background colour. */
  request: string;
  /** How many stickers for a theme, 1 to 4. Default 3. Things that are named are all drawn. */
  count?: number;
  /** Another seed, other stickers for a theme. Default 1. */
  seed?: number;
}

const fillers = new Set(
  [...words.requestWords, 'sticker', 'stickers', 'each', 'cute', 'background'].join(' ').split(' '),
);
const themeTries = 5;
const tokensPerSticker = 60;
/** For a model that repeats itself. */
const boldSampling = { temperature: 1.1, topP: 0.95 };

/**
 * Prompts for the built-in sticker model, in its own words. Things named in the request are drawn
 * exactly, without a language model. Otherwise the model proposes, greedily first. Only names the
 * sticker model knows are accepted, each once; while some are missing it continues, sampled, from
 * an answer with those accepted so far.
 */
export async function writeStickers(
  { request, count = 3, seed = 1 }: StickerRequest,
  generate: Generate,
): Promise<ImagePrompt[]> {
  const { things, background } = readStickerRequest(request);
  const describe = (name: string) => describeSticker(name, background ?? pickBackground(name));
  if (things) return things.map(describe);
  const theme = findTheme(request);
  const names = new Set<string>();
  const messages: ChatMessage[] = [
    { role: 'system', content: `task: stickers\nprompts: ${count}` },
    { role: 'user', content: theme ? `stickers about ${theme.name}` : request },
  ];
  for (let attempt = 0; attempt < themeTries && names.size < count; attempt++) {
    const taken = Array.from(names, (name) => `${JSON.stringify(describe(name))},`).join('');
    const prefix = `{"prompts":[${taken}{"name":"`;
    const choice = attempt === 0 && seed === 1 ? greedy : attempt < 2 ? sampling : boldSampling;
    const maxTokens = tokensPerSticker * (count - names.size);
    const answer = await generate(messages, {
      prefix,
      maxTokens,
      ...choice,
      seed: seed * 100 + attempt,
    });
    const known = listKnownNames(answer).filter((name) => theme?.things.includes(name) ?? true);
    for (const name of known) if (names.size < count) names.add(name);
  }
  for (const name of theme?.things ?? []) if (names.size < count) names.add(name);
  return Array.from(names, describe);
}

/** What a request names: the things, if it says little else, and the background. */
export function readStickerRequest(request: string): {
  things: string[] | undefined;
  background: string | undefined;
} {
  const { background, spoken } = readStickerGround(request);
  const { things, rest } = findStickers(spoken);
  const isTheme = things.length === 1 && THEME_WORDS.has(things[0] ?? '');
  const isList = things.length > 0 && !isTheme && rest.every((word) => fillers.has(word));
  return { things: isList ? things : undefined, background };
}

/** Names in what follows `{"name":"`, as the sticker model has them. */
function listKnownNames(answer: string): string[] {
  const found = Array.from(`"name":"${answer}`.matchAll(/"name":"([^"]+)"/g), ([, name = '']) =>
    findStickerName(name.toLowerCase()),
  );
  return found.filter((name) => name !== undefined);
}

/** The prompt of one sticker, as the guide gives it. */
export function describeSticker(name: string, background: string): ImagePrompt {
  return {
    name: capitalise(name),
    prompt: promptForStickers([name], background),
    negativePrompt: 'text, blurry, cluttered',
  };
}

function pickBackground(name: string): string {
  return STICKER_BACKGROUNDS[name.length % STICKER_BACKGROUNDS.length] ?? 'white';
}
