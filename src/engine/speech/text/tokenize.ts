import { NOTHING, PARAGRAPH_END } from './markup-marks.ts';
import type { Normalizer } from './normalizer.ts';
import { endsSentence } from './sentence-end.ts';
import type { SpokenToken } from './spoken-token.ts';

/**
 * Longer than any word: such a row of characters is cut, so that a chunk always has room for a
 * token.
 */
const MAX_WORD_LENGTH = 60;

const SPACE = /[\s\u2060]+/uy;
const PAUSE =
  /\[pause(?:[:\s]\s*(\d+(?:\.\d+)?)\s*(ms|s|seconds?)?)?\]|<break(?:\s+time="(\d+(?:\.\d+)?)(ms|s)")?\s*\/?>/iuy;
const OPENING = /["'“‘’«„([{¿¡*_~`\u2060]+/uy;
const CLOSING = /["'”’»)\]}.,;:!?…。！？、，；：*_~`\u2060]+/uy;
/**
 * Letters, figures and marks, with single joining characters inside: "don't", "well-known", "3.14";
 * erased marks join, too.
 */
const WORD = /[\p{L}\p{M}\p{N}]+(?:(?:['’.·-]|\u2060+)[\p{L}\p{M}\p{N}]+)*/uy;
const EMOJI =
  /(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[\u200d\ufe0f\u{1f3fb}-\u{1f3ff}])+/uy;
/** Chinese and Japanese have no spaces: their characters are words to us. */
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,12}/uy;

/** The same symbol again and again. */
const ROW = /([-=+*~#<>|&^/\\$%@°_])\1+/uy;
/** A longer row is drawn, not written. */
const MAX_SYMBOL_RUN = 3;

const DEFAULT_PAUSE_SECONDS = 0.7;
/** A slip of the pen must not make minutes of silence. */
const MAX_PAUSE_SECONDS = 30;

/**
 * Cuts a text, its markup blanked, into tokens that cover every word once and in order, lazily: the
 * first ones are there before the end of a long text has been looked at.
 */
export function* tokenize(written: string, normalizer: Normalizer): Generator<SpokenToken> {
  const text = normalizer.fold?.(written) ?? written;
  let held: SpokenToken | undefined;
  let at = 0;
  while (at < text.length) {
    const space = match(SPACE, text, at)?.[0] ?? '';
    if (held && space.includes(PARAGRAPH_END)) held = { ...held, ends: 'paragraph' };
    at += space.length;
    if (at >= text.length) break;
    const pause = match(PAUSE, text, at);
    if (pause) {
      at += pause[0].length;
      const pauseSeconds = readPause(pause) + (held?.pauseSeconds ?? 0);
      held = { ...(held ?? emptyToken(at - pause[0].length, at)), pauseSeconds };
      continue;
    }
    const marks = held && match(CLOSING, text, at)?.[0];
    if (held && marks && !/^(?:["'’*_~`]|\.\d)/.test(text.slice(at, at + 2))) {
      held = appendMarks(held, marks, text, at + marks.length);
    } else {
      if (held) yield held;
      held = readToken(text, at, normalizer);
    }
    at = held.end;
  }
  if (held) yield { ...held, ends: 'paragraph' };
}

function readToken(text: string, start: number, normalizer: Normalizer): SpokenToken {
  const normal = readNormalized(text, start, normalizer);
  if (normal) return finishToken(text, start, '', normal.length, normal.spoken);
  const before = match(OPENING, text, start)?.[0] ?? '';
  const inner = start + before.length;
  const inside = before ? readNormalized(text, inner, normalizer) : undefined;
  if (inside) return finishToken(text, start, before, before.length + inside.length, inside.spoken);
  const word =
    match(IDEOGRAPHS, text, inner)?.[0] ??
    match(WORD, text.slice(inner, inner + MAX_WORD_LENGTH), 0)?.[0];
  if (word) return finishToken(text, start, before, before.length + word.length, word);
  const row = match(ROW, text, inner)?.[0];
  const symbol = row ?? String.fromCodePoint(text.codePointAt(inner) ?? 0);
  const name = nameSymbols(symbol, normalizer);
  if (name !== undefined)
    return finishToken(text, start, before, before.length + symbol.length, name);
  const emoji = match(EMOJI, text, inner)?.[0];
  if (emoji) return finishToken(text, start, '', before.length + emoji.length, '');
  if (before) return finishToken(text, start, before, before.length, '');
  return finishToken(text, start, '', symbol.length, '');
}

/**
 * What a symbol is called. A row of one symbol is one of it, as in "a == b", or a line that is
 * drawn; "C++" is a name.
 */
function nameSymbols(row: string, { symbols }: Normalizer): string | undefined {
  const [symbol = ''] = row;
  if (row === '++') return `${symbols[symbol] ?? ''} ${symbols[symbol] ?? ''}`.trim();
  return row.length > MAX_SYMBOL_RUN ? '' : symbols[symbol];
}

function readNormalized(text: string, at: number, { patterns, wordPatterns }: Normalizer) {
  // A pattern takes whole words: not the tail of one; only of a long row of figures the rest is
  // read as its beginning was.
  const isWithin = /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at] ?? '');
  if (isWithin && !/^\d\d$/.test(text.slice(at - 1, at + 1))) return undefined;
  for (const { regex, say } of /\p{L}/u.test(text[at] ?? '') ? wordPatterns : patterns) {
    const found = match(regex, text, at);
    if (!found) continue;
    const spoken = say(found);
    if (spoken !== undefined)
      return { length: found[0].length, spoken: spoken.replace(/\s+/g, ' ').trim() };
  }
  return undefined;
}

/** Takes the punctuation after the word, and returns whether a sentence ends there. */
function finishToken(
  text: string,
  start: number,
  before: string,
  length: number,
  spoken: string,
): SpokenToken {
  const after = match(CLOSING, text, start + length)?.[0] ?? '';
  const end = start + length + after.length;
  const source = text.slice(start + before.length, start + length);
  const token: SpokenToken = {
    start,
    end,
    spoken: spoken.replaceAll(NOTHING, ''),
    before: plainMarks(before),
    after: plainMarks(after),
  };
  return endsSentence(source, after, text, end) ? { ...token, ends: 'sentence' } : token;
}

/**
 * Punctuation with a space before it, as French writes and tables leave, belongs to the word
 * before.
 */
function appendMarks(token: SpokenToken, marks: string, text: string, end: number): SpokenToken {
  const longer = { ...token, end, after: token.after + plainMarks(marks) };
  return endsSentence('', marks, text, end) ? { ...longer, ends: 'sentence' } : longer;
}

/** Marks that a voice's melody knows; asterisks and brackets say nothing. */
function plainMarks(marks: string): string {
  return marks.replace(/[*_~`[\]{}]/g, '').replaceAll(NOTHING, '');
}

function readPause([, length, unit, breakLength, breakUnit]: RegExpExecArray): number {
  const value = Number(length ?? breakLength ?? DEFAULT_PAUSE_SECONDS);
  const seconds = (unit ?? breakUnit)?.toLowerCase() === 'ms' ? value / 1000 : value;
  return Math.min(MAX_PAUSE_SECONDS, seconds);
}

const emptyToken = (start: number, end: number): SpokenToken => ({
  start,
  end,
  spoken: '',
  before: '',
  after: '',
});

function match(regex: RegExp, text: string, at: number): RegExpExecArray | null {
  regex.lastIndex = at;
  return regex.exec(text);
}
