/**
 * Where marks of a formula were found. `\(` and `\[` are also how brackets are escaped, `$$` is
 * also the shell's.
 */
export interface FormulaPlace {
  marks: 'round' | 'square' | 'dollars';
  /** Alone on its line or lines. */
  isApart: boolean;
  /** Directly after a letter or digit. */
  isGlued: boolean;
}

/** TeX itself: a command, a spacing, a new line. */
const COMMAND = /\\(?:[a-zA-Z]{2,}|[,;!{}|\\])/;
const SCRIPT = /\^|_(?:\{|\p{L}?\d|\p{L}(?!\p{L}))/u;
const RELATION = /[=<>≤≥≈≠≡∈⊂→⇒]/;
/** Commands whose braces hold words. */
const WORDS_IN_BRACES =
  /\\(?:text|textbf|textit|mathrm|mathbf|mathit|operatorname|mbox)\*?\s*\{[^{}]*\}/g;
/** Two words side by side, as formulas have them nowhere. */
const SENTENCE = /(?<![\\\p{L}])\p{L}{2,}[,;:]?\s+\p{L}{2,}/u;
const LONE_WORD = /(?:^|\s)(?=\p{L}*\p{Ll})\p{L}{3,}[.,;:!?]?(?=\s|$)/u;
/** "optional", "x86", "e.g." */
const WORD = /^(?:(?=.*\p{Ll})\p{L}{3,}[\p{L}\p{N}.'’-]*|\p{L}+\d{2,}|(?:\p{L}\.){2,})$/u;
const ENDS_IN_THE_AIR = /^[=*/<>|&.,:?]|[=*/<>|&+\-–:]$/;

/**
 * Whether text between such marks is a formula; else it is text, and the marks are what they say.
 */
export function isFormula(tex: string, place: FormulaPlace): boolean {
  const body = tex.replace(WORDS_IN_BRACES, ' ').trim();
  if (COMMAND.test(tex)) return !hasSentences(body);
  if (!/[A-Za-z0-9\u0370-\u03ff]/.test(body) || SENTENCE.test(body)) return false;
  if (LONE_WORD.test(body) && !RELATION.test(body)) return false;
  switch (place.marks) {
    case 'round':
      return !WORD.test(body) && !(place.isGlued && /^\p{L}{1,3}$/u.test(body));
    case 'square':
      return place.isApart && isPadded(tex) ? !WORD.test(body) : isRelated(body, place.isGlued);
    case 'dollars':
      return isBetweenDollars(tex, body, place);
  }
}

/** A command among words: C:\Users, or "use \newline and so on". */
function hasSentences(body: string): boolean {
  const words = body.replace(/\\[a-zA-Z]+/g, '|').match(/(?<=\s)\p{L}{3,}(?=\s)/gu) ?? [];
  return words.length > 3;
}

/**
 * What brackets in a line must have to be a formula: "[1]", "[optional]" and "[--flag=value]" have
 * it not.
 */
function isRelated(body: string, isGlued: boolean): boolean {
  if (SCRIPT.test(body)) return !isGlued || body.includes('^');
  return !isGlued && RELATION.test(body) && !/^-|\p{L}{3,}=|=\p{L}{3,}/u.test(body);
}

function isBetweenDollars(tex: string, body: string, { isApart }: FormulaPlace): boolean {
  if (/[;"`#@]/.test(body) || ENDS_IN_THE_AIR.test(body)) return false;
  // Amounts: "$$5, $$10".
  if (/^\d[\d.,]*[,/]?$/.test(body) && /\D\s*$/.test(tex)) return false;
  return isApart || !(isPadded(tex) && /^\p{Ll}{2,}$/u.test(body));
}

const isPadded = (tex: string) => /^\s[^]*\s$/.test(tex);

/** Whether the beginning of a formula is evidently one, so that more of it can be waited for. */
export function beginsFormula(tex: string): boolean {
  const body = tex.replace(WORDS_IN_BRACES, ' ');
  if (COMMAND.test(body)) return !hasSentences(body);
  return (SCRIPT.test(body) || RELATION.test(body)) && !SENTENCE.test(body);
}
