import { quoteSubject } from '../../../chat/guide/brief.ts';
import { describeSticker, readStickerRequest } from '../../../chat/guide/stickers.ts';
import { capitalise } from '../../../chat/guide/capitalise.ts';
import {
  findStickers,
  MAX_STICKERS,
  promptForStickers,
  readStickerGround,
} from '../../../stickers/sticker-names.ts';
import { findTheme, THEME_WORDS } from '../../../stickers/sticker-themes.ts';
import type { Category, ParsedPrompt } from '../context.ts';
import { SUBJECTS } from '../cues/subjects.ts';
import type { BriefReading } from '../read-brief.ts';

/** For briefs that name nothing that is known. */
const ANYTHING = ['star', 'rainbow', 'sun', 'heart', 'tree', 'house', 'balloon', 'light bulb'];
/** One for each prompt, so that a set looks like one. */
const BACKGROUNDS = ['teal', 'yellow', 'blue', 'pink', 'green', 'orange', 'white', 'purple'];

/**
 * Prompts for the built-in model, which knows the names of stickers and nothing else: first what
 * the brief names, two together if it names several, then what belongs to it.
 */
export function writeStickerPrompts(reading: BriefReading, count: number): ParsedPrompt[] {
  const { background } = readStickerRequest(reading.scene);
  const named = findNamed(reading);
  const [left, right] = named;
  const groundOf = (index: number) =>
    background ?? BACKGROUNDS[index % BACKGROUNDS.length] ?? 'white';
  const sets = [
    ...(left && right ? [[left, right]] : []),
    ...[...new Set([...named, ...findRelated(reading)])]
      .filter((name) => !isUnwanted(name, reading))
      .map((name) => [name]),
  ];
  return sets.slice(0, count).map((things, index) => describe(things, groundOf(index)));
}

function describe(things: readonly string[], background: string): ParsedPrompt {
  const [first = 'star'] = things;
  const single = describeSticker(first, background);
  if (things.length === 1) return single;
  return {
    ...single,
    name: capitalise(things.slice(0, MAX_STICKERS).join(' and ')),
    prompt: promptForStickers(things.slice(0, MAX_STICKERS), background),
  };
}

/** Things that the brief names: in its own English, else the first sticker of each of its subjects. */
function findNamed(reading: BriefReading): string[] {
  const { scene, language, subjects } = reading;
  const isEnglish = !language || language.tag === 'en';
  const { spoken } = readStickerGround(isEnglish ? quoteSubject(scene) : '');
  const things = findStickers(spoken).things.filter((name) => !THEME_WORDS.has(name));
  // A beach or a sale is where the things are, and not what they are: it comes after them.
  const seen = subjects
    .filter(({ noun }) => noun !== undefined)
    .sort((a, b) => Number(a.weight === 1) - Number(b.weight === 1));
  const firsts = [...seen, ...subjects].flatMap(({ stickers = [] }) => stickers.slice(0, 1));
  const named = [...new Set(things.length > 0 ? things : firsts)];
  return named.filter((name) => !isUnwanted(name, reading));
}

/** What goes with it: its subjects' other stickers, its theme, its category, anything. */
function findRelated({ subjects, scene, classification }: BriefReading): string[] {
  return [
    ...subjects.flatMap(({ stickers = [] }) => stickers),
    ...(findTheme(scene)?.things ?? []),
    ...listOfCategory(classification.category),
    ...ANYTHING,
  ];
}

/** The first sticker of each subject; of people none, since a brief must name who is drawn. */
function listOfCategory(category: Category): string[] {
  if (category === 'other' || category === 'people') return [];
  return SUBJECTS[category].flatMap(({ stickers = [] }) => stickers.slice(0, 1));
}

const isUnwanted = (name: string, { unwanted }: BriefReading) =>
  unwanted.some((noun) => noun.split(' ').includes(name));
