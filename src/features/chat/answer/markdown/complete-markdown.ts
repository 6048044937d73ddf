import type { StreamdownProps } from 'streamdown';
import { beginsFormula } from './is-formula.ts';
import { closeBlocks, closeTags } from './close-tags.ts';

/**
 * How unfinished text is completed while it is written: streamdown's way, except that words in
 * angle brackets stay (`htmlTags`), formulas are ours, and what they hold counts for no mark of
 * Markdown.
 */
export const COMPLETION: NonNullable<StreamdownProps['remend']> = {
  htmlTags: false,
  katex: false,
  inlineKatex: false,
  handlers: [
    { name: 'close-tags', priority: -2, handle: closeTags },
    { name: 'hide-formulas', priority: -1, handle: hideFormulas },
    { name: 'show-formulas', priority: 1_000, handle: showFormulas },
    { name: 'close-blocks', priority: 1_001, handle: closeBlocks },
  ],
};

const MAX_OPEN_MARKS = 1_000;

/** Private characters that stand in for marks of Markdown within formulas. */
const MARKS = '*_~`[]!$\\';
const FIRST_STAND_IN = 0xf_0000;
const STAND_INS = new RegExp(
  `[\\u{${FIRST_STAND_IN.toString(16)}}-\\u{${(FIRST_STAND_IN + MARKS.length - 1).toString(16)}}]`,
  'gu',
);

export function hideFormulas(text: string): string {
  let shown = '';
  let from = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', from)) {
    const closing = { '(': '\\)', '[': '\\]' }[text[at + 1] ?? ''];
    const end = closing === undefined ? -1 : findClosing(text, at + 2, closing);
    if (closing !== undefined && end < 0 && isOpenFormula(text, at))
      return shown + text.slice(from, at) + replaceMarks(text.slice(at));
    const next = end < 0 ? Math.min(at + 2, text.length) : end + 2;
    shown +=
      text.slice(from, at) + (end < 0 ? text.slice(at, next) : replaceMarks(text.slice(at, next)));
    from = next;
  }
  return shown + text.slice(from);
}

export function showFormulas(text: string): string {
  return text.replace(
    STAND_INS,
    (character) => MARKS[(character.codePointAt(0) ?? 0) - FIRST_STAND_IN] ?? character,
  );
}

/** The next closing mark of the same paragraph before another opening one. */
export function findClosing(text: string, from: number, closing: string): number {
  for (let at = text.indexOf('\\', from); at >= 0; at = text.indexOf('\\', at + 2)) {
    if (text.startsWith(closing, at)) return at;
    if (/[([]/.test(text[at + 1] ?? '')) return -1;
  }
  return -1;
}

/** Whether a formula that began here may be the last thing so far. */
function isOpenFormula(text: string, at: number): boolean {
  const tex = text.slice(at + 2, at + 2 + MAX_OPEN_MARKS);
  return at + 2 + MAX_OPEN_MARKS >= text.length && !/\\[([]/.test(tex) && beginsFormula(tex);
}

function replaceMarks(formula: string): string {
  return formula.replace(/[*_~`[\]!$\\]/g, (mark) =>
    String.fromCodePoint(FIRST_STAND_IN + MARKS.indexOf(mark)),
  );
}
