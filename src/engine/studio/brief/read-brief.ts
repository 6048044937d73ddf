import type { BriefFilters, Category, Classification, ReadBrief, Reasons } from './context.ts';
import type { LanguageCue } from './cues/languages.ts';
import { ASPECT_WORDS, AUDIENCE_WORDS, MOOD_WORDS, STYLE_WORDS } from './cues/looks.ts';
import { SUBJECTS } from './cues/subjects.ts';
import type { SubjectCue } from './cues/subject-cue.ts';
import { detectLanguage } from './detect-language.ts';
import {
  createFinderOf,
  type FoundCue,
  type SaidText,
  findSaid,
  findUnwanted,
} from './find-said.ts';
import type { Findings } from './findings.ts';
import { createCueFinder } from './match-cues.ts';
import { plainBrief } from './plain-brief.ts';
import { readAspect } from './read-aspect.ts';
import { readCulture } from './read-culture.ts';
import { findRequiredTexts, withoutRequiredTexts } from './required-texts.ts';
import { splitWords } from './split-words.ts';

/** A thing that a brief names. */
export interface FoundSubject extends SubjectCue {
  category: Category;
  /** The brief's own words. */
  cue: string;
}

/** Everything that the rules read in a brief. */
export interface BriefReading extends ReadBrief {
  /** Its words without markup. */
  text: string;
  /** The same, without what must be written on the picture. */
  scene: string;
  language: LanguageCue | undefined;
  /** In the order in which they are named; none that must not be there. */
  subjects: readonly FoundSubject[];
  /** Things that must not be in the picture, in English. */
  unwanted: readonly string[];
}

const NOTHING_SAID: Classification = {
  category: 'other',
  culture: null,
  locale: null,
  audience: null,
  mood: null,
  style: 'photorealistic',
  aspect: 'square',
};

const subjectFinder = createCueFinder(
  Object.entries(SUBJECTS).flatMap(([category, cues]) =>
    cues.map((cue) => [cue.words, { ...cue, category: category as Category }] as const),
  ),
);
const lookFinders = {
  audience: createFinderOf(AUDIENCE_WORDS),
  mood: createFinderOf(MOOD_WORDS),
  style: createFinderOf(STYLE_WORDS),
  aspect: createFinderOf(ASPECT_WORDS),
};
/** Read as English where nothing tells the language. */
const ENGLISH = 'en';
/** What a thing says of the category, where its cue does not tell. */
const DEFAULT_WEIGHT = 2;

/**
 * Reads a brief by rules alone: what it is about, for whom, where, how it should look, and why that
 * was understood. Any text gives an answer; filters and the category win over what is found.
 *
 * @example
 * const { classification, reasons } = readBrief('Padaria em Lisboa');
 * classification.locale; // → 'pt-PT'
 * reasons.culture; // → { from: 'brief', cue: 'Lisboa' }
 */
export function readBrief(
  brief: string,
  filters: BriefFilters = {},
  category?: Category,
): BriefReading {
  const text = plainBrief(brief);
  const words = splitWords(text);
  const language = detectLanguage(text, words);
  const said: SaidText = { text, words, language: language?.tag ?? ENGLISH };
  const subjects = findSubjects(said);
  const scene = withoutRequiredTexts(text);
  const found: Findings = {
    category: chooseCategory(subjects),
    ...readLooks(scene, language),
    ...readFilters(filters, category),
    ...readCulture(said, language, filters),
  };
  return {
    ...separate(found),
    texts: findRequiredTexts(text),
    text,
    scene,
    language,
    subjects,
    unwanted: findUnwanted(subjectFinder, said).flatMap(({ means }) => means.noun ?? []),
  };
}

/** Not those for whom it is: "toys for children" are toys. */
function findSubjects(said: SaidText): FoundSubject[] {
  const phrases = findSaid(lookFinders.audience, said).filter(({ length }) => length > 1);
  const isAudience = ({ at }: { at: number }) =>
    phrases.some((phrase) => at >= phrase.at && at < phrase.at + phrase.length);
  return findSaid(subjectFinder, said)
    .filter((found) => !isAudience(found))
    .map(({ means, cue }) => ({ ...means, cue }));
}

/** The category whose things weigh most; of equals, the one that is named first. */
function chooseCategory(subjects: readonly FoundSubject[]): Findings['category'] {
  const named = [...new Map(subjects.map((subject) => [subject.words, subject])).values()];
  const weigh = ({ weight = DEFAULT_WEIGHT }: FoundSubject) => weight;
  const categories = new Set(named.map(({ category }) => category));
  const scored = Array.from(categories, (category) => {
    const own = named.filter((subject) => subject.category === category);
    const [strongest] = own.toSorted((a, b) => weigh(b) - weigh(a));
    return { category, strongest, score: own.reduce((sum, each) => sum + weigh(each), 0) };
  });
  const [best] = scored.toSorted((a, b) => b.score - a.score);
  return best?.strongest
    ? { value: best.category, reason: { from: 'brief', cue: best.strongest.cue } }
    : undefined;
}

/** What is written on a picture ("Feliz Natal") does not tell how it looks. */
function readLooks(scene: string, language: LanguageCue | undefined): Findings {
  const said = { text: scene, words: splitWords(scene), language: language?.tag ?? ENGLISH };
  const measured = readAspect(scene);
  return {
    audience: chooseMostSaid(findSaid(lookFinders.audience, said)),
    mood: chooseMostSaid(findSaid(lookFinders.mood, said)),
    style: chooseMostSaid(findSaid(lookFinders.style, said)),
    aspect: measured
      ? { value: measured.aspect, reason: { from: 'brief', cue: measured.cue } }
      : chooseMostSaid(findSaid(lookFinders.aspect, said)),
  };
}

/** What is said most often; of equals, what is said first. */
function chooseMostSaid<T>(found: readonly FoundCue<T>[]) {
  const count = (value: T) => found.filter(({ means }) => means === value).length;
  const [best] = found.toSorted((a, b) => count(b.means) - count(a.means));
  return best && { value: best.means, reason: { from: 'brief', cue: best.cue } as const };
}

function readFilters({ audience, mood, style }: BriefFilters, category?: Category): Findings {
  const reason = { from: 'filter' } as const;
  return {
    ...(category === undefined ? {} : { category: { value: category, reason } }),
    ...(audience === undefined ? {} : { audience: { value: audience, reason } }),
    ...(mood === undefined ? {} : { mood: { value: mood, reason } }),
    ...(style === undefined ? {} : { style: { value: style, reason } }),
  };
}

function separate(found: Findings): { classification: Classification; reasons: Reasons } {
  const known = Object.entries(found).flatMap(([field, finding]) =>
    finding ? [[field, finding] as const] : [],
  );
  const take = (part: 'value' | 'reason') =>
    Object.fromEntries(known.map(([field, finding]) => [field, finding[part]]));
  return { classification: { ...NOTHING_SAID, ...take('value') }, reasons: take('reason') };
}
