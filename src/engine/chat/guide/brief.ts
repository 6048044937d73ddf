import type { ChatMessage } from '../chat-engine.ts';
import { defaultNegativePrompt, type ImagePrompt } from './image-prompt.ts';
import { createPromptFeed, givePrompt, type PromptPart } from './prompt-feed.ts';
import words from './brief-words.json' with { type: 'json' };

export interface GenerateOptions {
  /** The fixed beginning of the answer; the model continues from it. */
  prefix: string;
  maxTokens: number;
  /** 0: greedy. */
  temperature: number;
  /** Share of the probability mass to draw from. */
  topP: number;
  seed: number;
  /** Stop strings; they are not part of the answer. */
  stop?: readonly string[];
  frequencyPenalty?: number;
}

/** Runs the built-in model. Resolves with what follows the prefix. */
export type Generate = (
  messages: readonly ChatMessage[],
  options: GenerateOptions,
) => Promise<string>;
/** The same in pieces, while it is being written. */
export type GenerateText = (
  messages: readonly ChatMessage[],
  options: GenerateOptions,
) => AsyncIterable<string>;

export interface BriefRequest {
  brief: string;
  /** 1 to 4. Default 2. */
  count?: number;
  /** Another seed gives other prompts. Default 1. */
  seed?: number;
}

/** Sampling of the first answer. */
export const greedy = { temperature: 0, topP: 1 };
/** Sampling of further answers, and of those with other seeds. */
export const sampling = { temperature: 0.7, topP: 0.8 };
const maxTokens = 160;
const longestSubject = 200;
const requestWords = new Set(words.requestWords.join(' ').split(' '));
const lookWords = new Set(words.lookWords.join(' ').split(' '));
/** Subject, view, light and more: a prompt with fewer parts was cut short. */
const fewestParts = 3;

/**
 * Turns a brief into image prompts that differ from one another and name the brief's subject, each
 * in parts.
 *
 * The small model is asked for one prompt at a time. The first is greedy and free; each further one
 * is sampled, and begins with the name of a shot not used yet, so that its view differs by
 * construction. A prompt that broke off, is not new or lacks a subject word of the brief is written
 * again with the subject, in the brief's own words, as its beginning. The first one is given while
 * it is written, as soon as nothing that may follow can make it a bad one.
 */
export async function* writePrompts(
  { brief, count = 2, seed = 1 }: BriefRequest,
  generate: GenerateText,
): AsyncGenerator<PromptPart> {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'task: brief\nprompts: 1' },
    { role: 'user', content: brief },
  ];
  const subject = findSubjectWords(brief);
  const written: ImagePrompt[] = [];
  async function* ask(prefix: string): AsyncGenerator<PromptPart, ImagePrompt | undefined> {
    const isFirst = written.length === 0;
    const choice = isFirst && seed === 1 ? greedy : sampling;
    const feed = createPromptFeed({ brief, isGood, isEarly: isFirst });
    let answer = prefix;
    const options = { prefix, maxTokens, ...choice, seed: seed * 100 + written.length };
    for await (const text of generate(messages, options)) yield* feed.add((answer += text));
    return yield* feed.end(answer);
  }
  const isGood = (candidate: ImagePrompt) =>
    candidate.prompt.split(', ').length >= fewestParts &&
    subject.every((word) => mentions(candidate.prompt, word)) &&
    !written.some(({ prompt }) => prompt === candidate.prompt);

  while (written.length < count) {
    const name = chooseShot(written, seed);
    const named = `{"prompts":[{"name":"${name}","prompt":"`;
    const free = yield* ask(written.length === 0 ? '{"prompts":[{"name":"' : named);
    const good = free ?? (yield* ask(named + quoteSubject(brief)));
    const prompt = good ?? makePlainPrompt(brief, name);
    if (!good) yield* givePrompt(prompt);
    written.push(prompt);
  }
}

/**
 * The words of a brief that every prompt must have: what it is about, not how it should look or
 * what it is for.
 */
export function findSubjectWords(brief: string): string[] {
  const words = splitClauses(brief).flatMap(listWords);
  return [...new Set(words.filter(({ isSubject }) => isSubject).map(({ word }) => word))];
}

/**
 * The subject in the brief's own words: each clause that has a subject word, from its first to its
 * last word that is not part of the request.
 */
export function quoteSubject(brief: string): string {
  const parts = splitClauses(brief).flatMap((clause) => {
    const found = listWords(clause);
    const [first, last] = [found[0], found.at(-1)];
    if (!first || !last || !found.some(({ isSubject }) => isSubject)) return [];
    return [clause.slice(first.at, last.at + last.word.length)];
  });
  return parts
    .join(', ')
    .replace(/["\\\s]+/g, ' ')
    .slice(0, longestSubject);
}

/** Without the things that must not be in the picture. */
function splitClauses(brief: string): string[] {
  const wanted = brief.replace(
    /\b(no|without|avoid)\s+[\p{L}-]+(\s+(must not appear|colou?rs))?/giu,
    ' ',
  );
  return wanted.split(/[.,;:!?()\n]+/);
}

interface BriefWord {
  word: string;
  at: number;
  /** Not only a colour, a light, a mood or a style. */
  isSubject: boolean;
}

/** The words of a clause that are not part of the request ("I need a banner for"). */
function listWords(clause: string): BriefWord[] {
  return Array.from(clause.matchAll(/[\p{L}\d][\p{L}\d-]*/gu), (match) => {
    const word = match[0].toLowerCase();
    return { word, at: match.index, isSubject: !lookWords.has(word) };
  }).filter(({ word }) => word.length > 2 && !requestWords.has(word));
}

/** A shot whose name and view are not used yet. */
function chooseShot(written: readonly ImagePrompt[], seed: number): string {
  const used = written.map(({ name, prompt }) => `${name} ${prompt}`.toLowerCase());
  const isUsed = ([name, view]: [string, string]) =>
    used.some((text) => text.includes(name.toLowerCase()) || text.includes(view));
  const free = Object.entries(words.shots).filter((shot) => !isUsed(shot));
  return free[(seed * 5 + written.length * 3) % free.length]?.[0] ?? 'Close-up';
}

/** Whatever its ending: a longer word may lack its last letter. */
function mentions(prompt: string, word: string): boolean {
  return prompt.toLowerCase().includes(word.length > 4 ? word.slice(0, -1) : word);
}

/** The fallback when the model fails twice. */
function makePlainPrompt(brief: string, name: string): ImagePrompt {
  const view = Object.entries(words.shots).find(([shot]) => shot === name)?.[1] ?? 'eye-level view';
  const prompt = `${quoteSubject(brief) || brief.replace(/["\\\s]+/g, ' ').trim()}, ${view}, soft light`;
  return { name, prompt, negativePrompt: defaultNegativePrompt };
}
