import { defaultNegativePrompt } from '../../../chat/guide/image-prompt.ts';
import { capitalise } from '../../../chat/guide/capitalise.ts';
import { MOODS, type Mood, type ParsedPrompt } from '../context.ts';
import { MEDIUM_WORDS } from '../cues/media.ts';
import { createFinderOf, findSaid } from '../find-said.ts';
import type { BriefReading } from '../read-brief.ts';
import { splitWords } from '../split-words.ts';
import { COMPOSITIONS, FIRST_LIGHT, LIGHTS, SETTINGS } from './scene-words.ts';
import { describePlace, describeSubject } from './subject.ts';

const mediumFinder = createFinderOf(MEDIUM_WORDS);
/** Light that a brief in English asks for. */
const SAID_LIGHT =
  /\b(?:(?:soft|warm|cold|bright|golden|low|dramatic|gentle) )*(?:morning|evening|studio|candle|moon|day|sun|neon|natural|window|warm|soft|dramatic) ?light\b|\b(?:at|by) (?:dawn|dusk|night|sunset|sunrise|noon)\b|\bgolden hour\b|\bbacklight\b/i;

/**
 * Sentences for models that read free text: what, where, in which setting, seen how, in which light
 * and mood. At most 8, which differ in view, light and setting.
 */
export function writeScenes(reading: BriefReading, count: number): ParsedPrompt[] {
  const { category, mood } = reading.classification;
  const subject = describeSubject(reading);
  const what = `${nameMedium(reading)} of ${subject}${describePlace(reading, subject)}`;
  const said = SAID_LIGHT.exec(reading.scene)?.[0].toLowerCase();
  const start = isMood(mood) ? FIRST_LIGHT[mood] : 0;
  const settings = SETTINGS[category];
  return COMPOSITIONS.slice(0, count).map(({ name, words }, index) => ({
    name,
    prompt: [
      saysWhere(reading, subject) ? `${what}.` : `${what}, ${settings[index % settings.length]}.`,
      `${capitalise(words)}, ${said ?? LIGHTS[(start + index) % LIGHTS.length]}`,
      ...(mood === null ? [] : [`${mood} mood`]),
      ...(reading.texts.length > 0 ? ['plain empty space for a headline'] : []),
    ]
      .join(', ')
      .replace('., ', '. '),
    negativePrompt: [...reading.unwanted, defaultNegativePrompt].join(', '),
  }));
}

/** Whether the subject has a setting of its own, besides its city: "nurses in a corridor". */
function saysWhere({ reasons }: BriefReading, subject: string): boolean {
  const city = reasons.culture?.from === 'brief' ? reasons.culture.cue : undefined;
  const rest = city === undefined ? subject : subject.replace(`in ${city}`, '');
  return /\b(?:in|on|at|under|over|by|near|against|behind|through|along|above)\b/i.test(rest);
}

/** "Photograph", or how an illustration is made. */
export function nameMedium({ classification, scene, language }: BriefReading): string {
  if (classification.style === 'photorealistic') return 'Photograph';
  const said = { text: scene, words: splitWords(scene), language: language?.tag ?? 'en' };
  return findSaid(mediumFinder, said)[0]?.means ?? 'Illustration';
}

const isMood = (mood: string | null): mood is Mood => MOODS.some((each) => each === mood);
