/** What is written instead, after the makers' own table. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '–': '-',
  '‑': '-',
  '—': '-',
  '¯': ' ',
  _: ' ',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '´': "'",
  '`': "'",
  '[': ' ',
  ']': ' ',
  '|': ' ',
  '/': ' ',
  '#': ' ',
  '→': ' ',
  '←': ' ',
  '♥': '',
  '☆': '',
  '♡': '',
  '©': '',
  '\\': '',
};
const SYMBOL = /[–‑—¯_“”‘’´`[\]|/#→←♥☆♡©\\]/g;
const SPACE_BEFORE_MARK = / ([,.!?;:'])/g;
const REPEATED_QUOTES = /(["'])\1+/g;
const CLOSED = /[.!?;:,'")\]}…。」』】〉》›»]$/;

/**
 * The text as Supertonic was taught to read it: letters and their accents apart (NFKD), few kinds of
 * quotation marks and dashes, and closed with a full stop. After the reference (PyPI's supertonic
 * 1.3.1), without its English words for symbols, which the text has in words by now.
 */
export function prepareText(text: string): string {
  const cleaned = text
    .normalize('NFKD')
    .replace(SYMBOL, (symbol) => SYMBOLS[symbol] ?? '')
    .replace(SPACE_BEFORE_MARK, '$1')
    .replace(REPEATED_QUOTES, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return CLOSED.test(cleaned) ? cleaned : `${cleaned}.`;
}
