import { readDrawRequest } from './draw-request.ts';
import type { PictureIdea } from './picture-idea.ts';

/** An idea in an answer, and where in it the idea ends. */
export interface FoundIdea extends PictureIdea {
  end: number;
}

// Repetitions that could take the same characters are bounded: an answer may be made of spaces alone.

/** As the guide writes them: a name, the prompt, and what to exclude. */
const GUIDE_IDEA =
  /\*\*[^*\n]+\*\*[ \t]*\n([^\n]{1,2000}?)[ \t]{0,8}\n\*Leave out: ([^\n]*?)\*(?:\n|$)/gu;
/** "Prompt: …", "**Image prompt 2:** …", with what to leave out in the next line or two. */
const LABELLED =
  /^[ \t]{0,8}(?:[-*•]|\d{1,4}[.)])?[ \t]{0,8}[*_#]{0,6}[ \t]{0,8}(?:(?:image|picture|positive|final|improved)[ \t]+)?prompt(?:[ \t]*\d+)?[*_ \t]*:[*_ \t]*(?:\n+(?:```[a-z]*\n)?)?([^\n`]{3,})(?:\n```)?(?:\n+[ \t]*(?:[-*•][ \t]*)?[*_]*(?:negative(?: prompt)?|leave out|avoid|exclude)[*_ \t]*:[*_ \t]*([^\n]+))?(?:\n|$)/gimu;
const LIST_ITEM = /^(?:[-*•]|\d+[.)])[ \t]+(\S[^\n]*(?:\n[ \t]+\S[^\n]*)*)(?:\n|$)/gmu;
const FENCED = /^```[^\n]*\n([\s\S]{1,2000}?)\n```[ \t]*(?:\n|$)/gmu;

/** A question with a word of each asks for picture ideas, or for prompts. */
const IDEAS = /\b(?:prompts?|ideas?|motifs?|suggestions?|inspiration)\b/iu;
const PICTURES =
  /\b(?:pictures?|images?|photos?|stickers?|posters?|illustrations?|drawings?|paintings?|draw|paint|banners?|midjourney|stable diffusion|flux|sdxl)\b/iu;
const IMPROVES =
  /\b(?:improve|better|expand|enhance|refine|polish|richer)\b[^.?!\n]{0,300}\bprompt\b/iu;
/** Prompts of another kind, such as for a chat model. */
const OTHER_PROMPTS =
  /\b(?:writing prompts?|journal(?:ing)?|essay|e-?mail|story ideas?|blog|code|function|system prompt|chatgpt)\b/iu;

const MAX_PROMPT_LENGTH = 1500;

/**
 * The picture ideas in an answer, in order, each ready to draw. An answer to "draw a fox" by a
 * text-only model ends with one more: what was requested.
 */
export function findPictureIdeas(question: string, answer: string): FoundIdea[] {
  const named = [...collect(answer, GUIDE_IDEA), ...collect(answer, LABELLED)];
  if (named.length > 0) return inOrder(named);
  if (wantsIdeas(question) && !OTHER_PROMPTS.test(question)) return findListed(answer);
  const asked = answer.trim() === '' ? undefined : readDrawRequest(question);
  return asked ? [{ ...asked, end: answer.length }] : [];
}

function wantsIdeas(question: string): boolean {
  return (IDEAS.test(question) && PICTURES.test(question)) || IMPROVES.test(question);
}

/** Those of a list, of a code block, or of an answer that is only one idea. */
function findListed(answer: string): FoundIdea[] {
  const fenced = collect(answer, FENCED);
  if (fenced.length > 0) return fenced;
  const listed = collect(answer, LIST_ITEM);
  if (listed.length > 0) return listed;
  const isOne =
    !answer.trim().includes('\n') &&
    !/[?:]\s*$/u.test(answer) &&
    answer.trim().split(/\s+/u).length >= 3;
  return isOne && answer.length <= MAX_PROMPT_LENGTH ? [toIdea(answer, '', answer.length)] : [];
}

function collect(answer: string, pattern: RegExp): FoundIdea[] {
  return Array.from(
    answer.matchAll(pattern),
    ({ 0: whole, 1: prompt = '', 2: negative = '', index }) =>
      toIdea(prompt, negative, index + whole.length),
  ).filter(({ prompt }) => prompt !== '' && prompt.length <= MAX_PROMPT_LENGTH);
}

function toIdea(prompt: string, negative: string, end: number): FoundIdea {
  return {
    prompt: plain(withoutName(prompt)),
    negativePrompt: plain(negative).replace(/\.$/u, ''),
    end,
  };
}

/** An idea in a list may have a name: "**Dawn:** a fox in the mist". */
function withoutName(text: string): string {
  return text.replace(
    /^(?:\*\*|__)([^*_\n]{1,60}?)(?:(?:\*\*|__)\s*[:–—-]|:\s*(?:\*\*|__))\s*(?=\S)/u,
    '',
  );
}

/** Words alone, on one line. */
function plain(text: string): string {
  return text
    .replace(/[*_`]+(?=\S)|(?<=\S)[*_`]+/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^["“](.+)["”]$/u, '$1')
    .trim();
}

function inOrder(ideas: readonly FoundIdea[]): FoundIdea[] {
  const byEnd = new Map(ideas.map((idea) => [idea.end, idea]));
  return [...byEnd.values()].sort((a, b) => a.end - b.end);
}
