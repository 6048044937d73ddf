import { z } from 'zod';
import type { ChatMessage } from '../chat-engine.ts';
import words from './brief-words.json' with { type: 'json' };

/** A prompt for an image model. */
export interface ImagePrompt {
  /** A few words that tell it from the others. */
  name: string;
  prompt: string;
  negativePrompt: string;
}

export interface GenerateOptions {
  /** The beginning of the answer, already decided; the model goes on from it. */
  prefix: string;
  maxTokens: number;
  /** 0: greedy. */
  temperature: number;
  /** Share of the probability mass to draw from. */
  topP: number;
  seed: number;
  /** Texts at which the answer ends; they are not part of it. */
  stop?: readonly string[];
  frequencyPenalty?: number;
}

/** Runs the built-in model. Resolves to what follows the prefix. */
export type Generate = (messages: readonly ChatMessage[], options: GenerateOptions) => Promise<string>;

export interface BriefRequest {
  brief: string;
  /** 1 to 4. Default 2. */
  count?: number;
  /** Another seed, other prompts. Default 1. */
  seed?: number;
}

/** How a first answer is drawn. */
export const greedy = { temperature: 0, topP: 1 };
/** How further ones, and those of other seeds, are drawn. */
export const sampling = { temperature: 0.7, topP: 0.8 };
const maxTokens = 160;
const longestSubject = 200;
const requestWords = new Set(words.requestWords.join(' ').split(' '));
const lookWords = new Set(words.lookWords.join(' ').split(' '));
/** Subject, view, light and more: a prompt with fewer parts broke off. */
const fewestParts = 3;

/**
 * Turns a brief into image prompts, each as soon as it is written, that differ from one another and name the brief's subject.
 *
 * The small model is asked for one prompt at a time. The first is greedy and free; each further one is sampled, and begins with the name
 * of a shot not used yet, so that its view differs by construction. A prompt that broke off, is not new or lacks a
 * subject word of the brief is written again with the subject, in the brief's own words, as its beginning.
 */
export async function* writePrompts(
  { brief, count = 2, seed = 1 }: BriefRequest,
  generate: Generate,
): AsyncGenerator<ImagePrompt> {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'task: brief\nprompts: 1' },
    { role: 'user', content: brief },
  ];
  const subject = findSubjectWords(brief);
  const written: ImagePrompt[] = [];
  const ask = async (prefix: string) => {
    const choice = written.length === 0 && seed === 1 ? greedy : sampling;
    const answer = await generate(messages, { prefix, maxTokens, ...choice, seed: seed * 100 + written.length });
    const parsed = parsePrompt(prefix + answer);
    return parsed && { ...parsed, prompt: dropStrayDetails(parsed.prompt, brief) };
  };
  const isGood = (candidate: ImagePrompt | undefined): candidate is ImagePrompt =>
    candidate !== undefined &&
    candidate.prompt.split(', ').length >= fewestParts &&
    subject.every((word) => mentions(candidate.prompt, word)) &&
    !written.some(({ prompt }) => prompt === candidate.prompt);

  while (written.length < count) {
    const name = chooseShot(written, seed);
    const named = `{"prompts":[{"name":"${name}","prompt":"`;
    const free = await ask(written.length === 0 ? '{"prompts":[{"name":"' : named);
    const candidate = isGood(free) ? free : await ask(named + quoteSubject(brief));
    const prompt = isGood(candidate) ? candidate : makePlainPrompt(brief, name);
    written.push(prompt);
    yield prompt;
  }
}

/** The words of a brief that every prompt must have: what it is about, not how it should look or what it is for. */
export function findSubjectWords(brief: string): string[] {
  const words = splitClauses(brief).flatMap(listWords);
  return [...new Set(words.filter(({ isSubject }) => isSubject).map(({ word }) => word))];
}

/** The subject in the brief's own words: each clause that has a subject word, from its first to its last word that is not part of the request. */
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

/** Without what must not be in the picture. */
function splitClauses(brief: string): string[] {
  const wanted = brief.replace(/\b(no|without|avoid)\s+[\p{L}-]+(\s+(must not appear|colou?rs))?/giu, ' ');
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

const promptSchema = z.object({
  prompts: z
    .tuple([z.object({ name: z.string().min(1), prompt: z.string().min(1), negativePrompt: z.string() })])
    .rest(z.unknown()),
});

/** The first prompt of an answer; one that was cut off after its prompt still counts. */
export function parsePrompt(answer: string): ImagePrompt | undefined {
  const parsed = promptSchema.safeParse(parseJson(answer));
  if (parsed.success) return parsed.data.prompts[0];
  const cut = /"name":"([^"]+)","prompt":"([^"]+)"/.exec(answer);
  return cut?.[1] && cut[2] ? { name: cut[1], prompt: cut[2], negativePrompt: defaultNegativePrompt } : undefined;
}

const defaultNegativePrompt = 'blurry, low quality, watermark, text';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Details that the model gives to foods, plants and people, and, where it does not know what something is, to anything. */
const STRAY_DETAILS =
  /^(?:a slice of lemon|fine leaf veins|drops of dew|scattered crumbs|fresh herbs|steam rising|a silver spoon|rich dark soil|a bee in flight|soft fur and fine detail|curious eyes|rolled-up sleeves|tools nearby)$/;

/** The prompt without details that were not asked for and suit few things. */
export function dropStrayDetails(prompt: string, brief: string): string {
  const parts = prompt.split(', ');
  return parts.filter((part) => !STRAY_DETAILS.test(part) || brief.includes(part)).join(', ');
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

/** What is left when the model fails twice. */
function makePlainPrompt(brief: string, name: string): ImagePrompt {
  const view = Object.entries(words.shots).find(([shot]) => shot === name)?.[1] ?? 'eye-level view';
  const prompt = `${quoteSubject(brief) || brief.replace(/["\\\s]+/g, ' ').trim()}, ${view}, soft light`;
  return { name, prompt, negativePrompt: defaultNegativePrompt };
}
