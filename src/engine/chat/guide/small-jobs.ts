import type { ChatMessage } from '../chat-engine.ts';
import { findSubjectWords, type Generate, greedy, quoteSubject } from './brief.ts';
import { capitalise } from './capitalise.ts';
import { dropStrayDetails } from './image-prompt.ts';
import { composePalette, familyOf, findColours, nameFamily, suits } from './colour-sense.ts';
import { findSubject, findTheme, makeImpersonal, stripWork } from './job-subject.ts';
import type { CreativeJob } from './message-kinds.ts';
import { isPlain } from './plain-words.ts';
import { writeTagline } from './tagline.ts';

/** A job whose answer is a few lines at most. */
export type SmallJob = Exclude<CreativeJob, 'brief' | 'stickers'>;

export interface SmallRequest {
  message: string;
  /** Another seed, another answer. */
  seed: number;
  /** What was just written and must not be repeated. */
  avoid: readonly string[];
}

/** The model's result, or what it needs to know first, or nothing worth showing. */
export type SmallAnswer = { text: string } | { isMissing: 'subject' } | { isMissing: 'skill' };

const TRIES = 6;
/** Further drafts are bolder: the model's best guess was not good enough, or is already known. */
const bold = { temperature: 0.9, topP: 0.92 };

/**
 * Has the model draft until a draft can be shown: every job has a check, since so small a model is
 * sometimes carried away.
 */
export async function writeSmallJob(
  job: SmallJob,
  request: SmallRequest,
  generate: Generate,
): Promise<SmallAnswer> {
  switch (job) {
    case 'tagline':
      return writeTagline(request, generate);
    case 'title':
      return writeTitle(request, generate);
    case 'colours':
      return writeColours(request, generate);
    case 'ideas':
      return writeIdeas(request, generate);
    case 'improve':
      return improvePrompt(request, generate);
    case 'alt':
      return describePicture(request, generate);
  }
}

/** A model this small can get stuck on one token; its good output never repeats a token often. */
const AGAINST_LOOPS = { frequencyPenalty: 0.4 };

interface Draft {
  content: string;
  prefix?: string;
  stop?: readonly string[];
  maxTokens?: number;
}

/**
 * The first draft that passes, of a few; with the first seed, the first one is the model's best
 * guess.
 */
async function draft(
  { content, prefix = '', stop, maxTokens = 60 }: Draft,
  { seed, avoid }: SmallRequest,
  generate: Generate,
  isGood: (text: string) => boolean,
): Promise<string | undefined> {
  const messages: ChatMessage[] = [{ role: 'user', content }];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const choice = seed === 1 && attempt === 0 ? greedy : bold;
    const options = {
      prefix,
      maxTokens,
      ...choice,
      seed: seed * 100 + attempt,
      ...AGAINST_LOOPS,
      ...(stop ? { stop } : {}),
    };
    const text = (prefix + (await generate(messages, options))).trim();
    if (!avoid.includes(text) && isGood(text)) return text;
  }
  return undefined;
}

/** A title names its subject and no more: after a comma the model would continue as in a prompt. */
async function writeTitle(request: SmallRequest, generate: Generate): Promise<SmallAnswer> {
  const found = findSubject(request.message);
  if (!found) return { isMissing: 'subject' };
  const subject = makeImpersonal(stripWork(found));
  const words = findSubjectWords(subject);
  const isTitle = (text: string) =>
    /^\p{L}/u.test(text) &&
    /\s/.test(text) &&
    text.length <= 60 &&
    isPlain(text, subject) &&
    (words.length === 0 || words.some((word) => mentions(text, word)));
  const stop = [',', '.', '\n'];
  const free = await draft({ content: `title: ${subject}`, stop }, request, generate, isTitle);
  // Given a thing alone, it writes a picture description, unless the title has begun.
  const thing = /^an?\s+(.{2,40})$/i.exec(subject)?.[1];
  const content = `give me a title for a picture of ${subject}`;
  const led =
    free ??
    (thing && (await draft({ content, prefix: `The ${thing}`, stop }, request, generate, isTitle)));
  return led ? { text: led } : { isMissing: 'skill' };
}

async function writeColours(request: SmallRequest, generate: Generate): Promise<SmallAnswer> {
  const theme = findTheme(request.message) ?? request.message;
  const wanted = findColours(theme);
  if (wanted.length === 0 && !knowsTheme(theme)) return { isMissing: 'skill' };
  const isPalette = (text: string) => {
    const palette = splitPalette(text);
    const isReal =
      palette.length >= 3 && palette.every((colour) => familyOf(colour) ?? isPlain(colour, ''));
    return isReal && (wanted.length === 0 || suits(palette, wanted));
  };
  const content = `colour palette for ${makeImpersonal(theme)}`;
  const free = await draft({ content }, request, generate, isPalette);
  if (free) return { text: free };
  const [first] = wanted;
  const prefix = first && `${capitalise(nameFamily(first))},`;
  const led = prefix && (await draft({ content, prefix }, request, generate, isPalette));
  const text = led || `${capitalise(composePalette(wanted).join(', '))}.`;
  return { text };
}

function splitPalette(text: string): string[] {
  return text
    .split(/[,.]/)
    .map((colour) => colour.trim())
    .filter(Boolean);
}

/** Themes whose colours the model was taught, besides those that name their own colours. */
function knowsTheme(theme: string): boolean {
  return /\b(startup|city|studio|bookshop|library|museum|hotel|school|barber|jazz|bike|bicycle|yoga|charity|newspaper|vintage|retro|morning|game|ice cream)/i.test(
    theme,
  );
}

const MAX_IDEAS = 6;
const COUNTS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  a: 3,
};

async function writeIdeas(request: SmallRequest, generate: Generate): Promise<SmallAnswer> {
  const theme = findTheme(request.message);
  if (!theme) return { isMissing: 'subject' };
  const noun = makeImpersonal(stripWork(theme));
  const words = findSubjectWords(noun);
  const asked =
    /\b(\d+|one|two|three|four|five|six)\b/i.exec(request.message)?.[1]?.toLowerCase() ?? 'three';
  const count = Math.min(MAX_IDEAS, COUNTS[asked] ?? (Number(asked) || 3));
  const lines: string[] = [];
  const isIdea = (line: string) =>
    words.every((word) => mentions(line, word)) &&
    isPlain(line, noun) &&
    !request.avoid.some((old) => old.includes(line));
  for (let round = 0; round < TRIES && lines.length < count; round++) {
    const seed = request.seed + round * 10;
    const content = `give me three picture ideas with ${/^(?:a|an|the|two|three)\s/i.test(noun) ? noun : `a ${noun}`}`;
    const text = await draft(
      { content, prefix: '1. ', maxTokens: 90 },
      { ...request, seed },
      generate,
      () => true,
    );
    for (const line of (text ?? '').split('\n').map((each) => each.replace(/^\d\.\s*/, '').trim()))
      if (line && isIdea(line) && !lines.includes(line) && lines.length < count) lines.push(line);
  }
  if (lines.length === 0) return { isMissing: 'skill' };
  return { text: lines.map((line, place) => `${place + 1}. ${line}`).join('\n') };
}

async function improvePrompt(request: SmallRequest, generate: Generate): Promise<SmallAnswer> {
  const given = /(?::|\bfor\b|\bof\b|,)\s*(.+)$/is.exec(request.message)?.[1];
  if (!given) return { isMissing: 'subject' };
  const prompt = makeImpersonal(given);
  const words = findSubjectWords(prompt);
  const isBetter = (text: string) =>
    text.split(',').length >= 3 &&
    !/,\s*the\s/.test(text) &&
    words.every((word) => mentions(text, word)) &&
    isPlain(text, prompt);
  // After a comma it adds views and light; without one, a place, often an odd one.
  const prefix = `${capitalise(prompt.replace(/[\s.,]+$/, ''))},`;
  const text = await draft(
    { content: `improve this prompt: ${prompt}`, prefix },
    request,
    generate,
    isBetter,
  );
  return {
    text: text
      ? dropStrayDetails(text.replace(/\.$/, ''), prompt).concat('.')
      : `${capitalise(quoteSubject(prompt) || prompt)}, eye-level view, soft light, high detail.`,
  };
}

/** Words about how it was made, useless to someone who cannot see the picture. */
const MAKING =
  /^(?:(?:a|an|the)\s+)?(?:[\p{L}-]+\s+){0,3}(?:painting|photograph|photo|picture|image|illustration|drawing|sketch|render|art|print)\s+of\s+/iu;

async function describePicture(request: SmallRequest, generate: Generate): Promise<SmallAnswer> {
  const shown = (/:\s*(.+)$/s.exec(request.message)?.[1] ?? findTheme(request.message))?.trim();
  if (!shown) return { isMissing: 'subject' };
  const said = shown.replace(MAKING, '').replace(/[\s.]+$/, '');
  const words = findSubjectWords(said.split(',')[0] ?? said);
  const isDescription = (text: string) =>
    words.every((word) => mentions(text, word)) &&
    isPlain(text, shown) &&
    !/[:"“]/.test(text) &&
    text.split(/\s+/).length > 2;
  const text = await draft({ content: `alt text for: ${shown}` }, request, generate, isDescription);
  const sentence = (text ?? said).replace(/[\s.]*$/, '.');
  return { text: capitalise(sentence) };
}

/** Whatever its ending. */
function mentions(text: string, word: string): boolean {
  return text.toLowerCase().includes(word.length > 4 ? word.slice(0, -1) : word);
}
