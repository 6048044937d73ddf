import { quoteSubject } from '../../../chat/guide/brief.ts';
import { makeImpersonal } from '../../../chat/guide/job-subject.ts';
import type { Category } from '../context.ts';
import { CULTURES } from '../cues/cultures.ts';
import type { BriefReading } from '../read-brief.ts';

/** Image models read about 77 tokens, and the scene needs some of them. */
const LONGEST_SUBJECT = 140;
/** Things of a brief that one picture can show. */
const MOST_THINGS = 2;

/** What to show where a brief names nothing that can be seen. */
const OF_CATEGORY: Readonly<Record<Category, string>> = {
  product: 'a product on display',
  food: 'a meal on a table',
  travel: 'a road through open country',
  people: 'people together',
  event: 'a festive gathering',
  property: 'a bright home',
  technology: 'modern technology on a desk',
  nature: 'a wide landscape',
  abstract: 'abstract shapes',
  other: 'a simple still life',
};

/**
 * What a picture shows, in English where the rules know the words: the brief's own words if it is
 * in English, else the things that it names; else its own words.
 */
export function describeSubject(reading: BriefReading): string {
  const { scene, language, classification } = reading;
  const isEnglish = !language || language.tag === 'en';
  const quoted = shorten(makeImpersonal(dropLooks(quoteSubject(scene), reading)));
  const own = withArticle(quoted, scene);
  const things = nameThings(reading);
  return (isEnglish ? own || things : things || own) || OF_CATEGORY[classification.category];
}

/** "a dog" where the brief says so, and not "dog". */
function withArticle(subject: string, scene: string): string {
  const at = scene.toLowerCase().indexOf(subject.toLowerCase());
  const article = /\b(an?|the)\s+$/i.exec(scene.slice(0, Math.max(0, at)))?.[1];
  return article && subject ? `${article.toLowerCase()} ${subject}` : subject;
}

/**
 * " in Portugal": where it is, never how anybody looks. Empty for a tradition, and for a country
 * that the subject names.
 */
export function describePlace({ classification, reasons }: BriefReading, subject: string): string {
  const culture = CULTURES.find(({ name }) => name === classification.culture);
  if (!culture?.region || subject.toLowerCase().includes(culture.name.toLowerCase())) return '';
  const cue = reasons.culture?.from === 'brief' ? reasons.culture.cue : undefined;
  const name = `${culture.hasArticle ? 'the ' : ''}${culture.name}`;
  return cue && subject.endsWith(cue) ? `, ${name}` : ` in ${name}`;
}

/** Without clauses that tell no more than a mood or an audience: "cosy feeling". */
function dropLooks(subject: string, { reasons }: BriefReading): string {
  const cues = [reasons.mood, reasons.audience].flatMap((reason) =>
    reason?.from === 'brief' ? [reason.cue] : [],
  );
  const isLook = (clause: string) =>
    cues.some((cue) => clause.includes(cue) && countWords(clause) <= countWords(cue) + 1);
  return subject
    .split(', ')
    .filter((clause) => !isLook(clause))
    .join(', ');
}

const countWords = (text: string) => text.split(' ').length;

/** The category's things before those of other categories, in the order of the brief. */
function nameThings({ subjects, classification }: BriefReading): string {
  const named = subjects.filter(({ noun }) => noun !== undefined);
  const own = named.filter(({ category }) => category === classification.category);
  const others = named.filter(({ category }) => category !== classification.category);
  const nouns = new Set([...own, ...others].map(({ noun }) => noun));
  return [...nouns].slice(0, MOST_THINGS).join(' and ');
}

function shorten(text: string): string {
  if (text.length <= LONGEST_SUBJECT) return text;
  const cut = text.slice(0, LONGEST_SUBJECT);
  return cut.slice(0, cut.lastIndexOf(' ') > 0 ? cut.lastIndexOf(' ') : LONGEST_SUBJECT);
}
