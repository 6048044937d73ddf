import { blank, erase, NOTHING, PARAGRAPH_END } from './markup-marks.ts';
import {
  CLOSING_ELEMENTS,
  INLINE_ELEMENTS,
  isAttributeList,
  PARAGRAPH_ELEMENTS,
  VOID_ELEMENTS,
} from './html-elements.ts';

const TAG = /<(\/?)([a-z][a-z\d-]*)((?:\s(?:"[^"<]*"|'[^'<]*'|[^<>"'])*)?\/?)>/gi;

/**
 * Takes comments, scripts and tags of HTML out; brackets around anything else stay. A block's tag
 * ends a paragraph.
 */
export function blankTags(text: string): string {
  const visible = HIDDEN.reduce((result, [open, close]) => blankBetween(result, open, close), text);
  const closed = new Set(
    [...visible.matchAll(/<\/([a-z][a-z\d-]*)\s*>/gi)].map(([, name = '']) => name.toLowerCase()),
  );
  return visible
    .replace(/<!doctype\b[^<>]*>|<\?xml\b[^<>]*\?>/gi, blank)
    .replace(/<!\[CDATA\[|\]\]>/g, erase)
    .replace(TAG, (tag: string, slash: string, name: string, attributes: string, at: number) => {
      const small = name.toLowerCase();
      if (
        small === 'break' ||
        !isTag({ name, slash, attributes, isAttached: isLetter(visible, at - 1) }, closed)
      )
        return tag;
      return PARAGRAPH_ELEMENTS.has(small) ? PARAGRAPH_END + blank(tag.slice(1)) : erase(tag);
    });
}

const HIDDEN = [
  ['<!--', '-->'],
  ['<script', '</script>'],
  ['<style', '</style>'],
] as const;

/** In linear time: openings after the last closing are not examined. */
function blankBetween(text: string, open: string, close: string): string {
  const small = text.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = small.indexOf(open, at);
    const end = start < 0 ? -1 : small.indexOf(close, start + open.length);
    if (end < 0) return parts.join('') + text.slice(at);
    const isWhole = open === '<!--' || /[\s>/]/.test(small[start + open.length] ?? '');
    const until = isWhole ? end + close.length : start + open.length;
    parts.push(
      text.slice(at, start),
      isWhole ? blank(text.slice(start, until)) : text.slice(start, until),
    );
    at = until;
  }
}

interface Tag {
  name: string;
  slash: string;
  attributes: string;
  /** To a word before it, as in "List<String>". */
  isAttached: boolean;
}

/**
 * Whether it is a tag of HTML, and not a placeholder, a type or a comparison: "<your name>",
 * "Vec<u8>", "a <b and c> d".
 */
function isTag({ name, slash, attributes, isAttached }: Tag, closed: ReadonlySet<string>): boolean {
  const small = name.toLowerCase();
  if (name !== small && name !== name.toUpperCase()) return false;
  if (!isAttributeList(attributes)) return false;
  const isSelfClosing = attributes.trimEnd().endsWith('/');
  if (VOID_ELEMENTS.has(small)) return true;
  if (slash)
    return (
      INLINE_ELEMENTS.has(small) || CLOSING_ELEMENTS.has(small) || PARAGRAPH_ELEMENTS.has(small)
    );
  if (CLOSING_ELEMENTS.has(small))
    return closed.has(small) || isSelfClosing || /\S/.test(attributes);
  return (
    (INLINE_ELEMENTS.has(small) || PARAGRAPH_ELEMENTS.has(small)) &&
    (!isAttached || closed.has(small) || /^(?:p|li)$/.test(small))
  );
}

const isLetter = (text: string, at: number) => /[\p{L}\p{N}_]/u.test(text[at] ?? '');

const PAIR = new RegExp(`<(${NOTHING}*[^<>\\s${NOTHING}][^<>\\n]{0,200}?)>`, 'g');

/**
 * Brackets around an address, a type or a placeholder are silent: "Vec<u8>" is "Vec u8". In a
 * comparison they are said.
 */
export function softenBrackets(text: string): string {
  const soften = (whole: string) =>
    whole.replace(PAIR, (pair: string, inside: string, at: number) => {
      const next = whole[at + pair.length] ?? '';
      const isComparison =
        /\s(?:and|or)\s|&&|\|\||[=;]/.test(inside) ||
        /\d/.test(whole[at - 1] ?? '') ||
        isLetter(whole, at + pair.length);
      if (/^break\b/i.test(inside) || isComparison) return pair;
      return ` ${inside}${/[\s\p{P}]|^$/u.test(next) ? NOTHING : ' '}`;
    });
  // From the inside out: "Map<String, List<Integer>>".
  return [soften, soften, soften].reduce((result, step) => step(result), text);
}
