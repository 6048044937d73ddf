/** A text as it is spoken, and where its characters stand in the one that was written. */
export interface FoldedText {
  text: string;
  /**
   * Where the character at an index begins, or the end of the text; also the end of a word,
   * including silent characters after it.
   */
  startOf(index: number): number;
}

/**
 * Says nothing and joins nothing: soft hyphens, zero-width spaces and joiners, marks of direction,
 * variants of emoji, tags.
 */
const SILENT = String.raw`[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\u{e0000}-\u{e0fff}]`;
/** Joiners shape letters of some scripts, and mean nothing between others. */
const JOINERS = String.raw`(?<![\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Arabic}])[\u200c\u200d]`;
const CONTROLS = String.raw`[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]`;
/**
 * Other forms of plain letters and figures: ligatures, full width, mathematical, enclosed, small
 * and raised letters, Roman numerals.
 */
const FORMS = String.raw`[ſĲĳŉǄ-ǌǱ-ǳ\u02b0-\u02b8\u1d2c-\u1d6a\u1d9b-\u1dbf\u2071\u207f\u2090-\u209c\u2102-\u2115\u2118-\u211d\u2124\u2126\u212a-\u2139\u213c-\u2149\u2160-\u217f\u2460-\u24ea\u3382-\u33df\uf900-\ufaff\ufb00-\ufb4f\ufb50-\ufdff\ufe70-\ufefc\uff03-\uff07\uff0a\uff0b\uff0d\uff0f-\uff19\uff1c-\uff1e\uff20-\uff3a\uff3c\uff3e-\uff5a\uff5c\uff5e\uff66-\uff9f\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f149}℃℉]\p{M}*`;
/** A letter with marks of its own, which may be one character. */
const MARKED = String.raw`\P{M}\p{M}+`;
const CHANGED = new RegExp(`${SILENT}|${JOINERS}|${CONTROLS}|${FORMS}|${MARKED}`, 'gu');
const IS_SILENT = new RegExp(`^(?:${SILENT}|[\\u200c\\u200d])$`, 'u');
const IS_CONTROL = new RegExp(`^${CONTROLS}$`, 'u');
const IS_FORM = new RegExp(`^${FORMS}$`, 'u');
/** What cannot be written in one character is said without it. */
const LATIN_MARKS = /[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;

/**
 * Writes each character in its plain form (NFC, and NFKC for what are other forms of letters), and
 * leaves out what says nothing. A fold of nothing costs a pass over the text.
 */
export function foldText(source: string): FoldedText {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  const add = (text: string, from: number, to: number) => {
    if (text === '') return;
    pieces.push({ at: length, from, isSame: text.length === to - from });
    parts.push(text);
    length += text.length;
  };
  let at = 0;
  for (const { 0: found, index } of source.matchAll(CHANGED)) {
    const plain = simplify(found);
    if (plain === found) continue;
    add(source.slice(at, index), at, index);
    at = index + found.length;
    add(plain, index, at);
  }
  add(source.slice(at), at, source.length);
  const find = createSearch(pieces);
  return {
    text: parts.join(''),
    startOf(index) {
      const piece = find(index);
      if (!piece || index >= length) return source.length;
      return piece.isSame ? piece.from + index - piece.at : piece.from;
    },
  };
}

/**
 * A stretch of unchanged text, or a single change: where it begins in the result and in the source.
 */
interface Piece {
  at: number;
  from: number;
  /** As long as it was, so that each of its places is known. */
  isSame: boolean;
}

function simplify(found: string): string {
  if (IS_SILENT.test(found)) return '';
  if (IS_CONTROL.test(found)) return ' ';
  return found
    .normalize(IS_FORM.test(found) ? 'NFKC' : 'NFC')
    .replace(LATIN_MARKS, '')
    .replace(/[\ufe00-\ufe0f]/g, '');
}

/** The last piece that begins at an index or before; indexes mostly grow. */
function createSearch(pieces: readonly Piece[]): (index: number) => Piece | undefined {
  let last = 0;
  return (index) => {
    if ((pieces[last]?.at ?? 0) > index) last = 0;
    if ((pieces[last + 1]?.at ?? Infinity) <= index) last = searchFrom(pieces, last, index);
    return pieces[last];
  };
}

function searchFrom(pieces: readonly Piece[], from: number, index: number): number {
  let low = from;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.at ?? Infinity) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
