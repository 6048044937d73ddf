/**
 * How numbers are written. Groups of thousands may be set apart by commas, full stops (two or
 * more), apostrophes and spaces of any width; Indian groups have two figures. Sources of regular
 * expressions, without groups that capture.
 */

const FRACTION = String.raw`(?:\.\d{1,30})?`;

/** Groups of three after `separator`; the row of groups must end there. */
const grouped = (separator: string, least: number, fraction = FRACTION) =>
  String.raw`\d{1,3}(?:${separator}\d{3}){${least},16}${fraction}(?!\d|${separator}\d)`;

/**
 * Figures with an ordinary space are one number only if they look like one: "12 500" and "1 000
 * 000", not "route 66 100 times".
 */
const SPACED = [
  String.raw`\d{1,2}(?: \d{3}){2,16}(?:[.,]\d{1,30})?(?!\d| \d)`,
  String.raw`\d{1,3}(?: \d{3}){0,16} \d00(?:[.,]\d{1,30})?(?!\d| \d)`,
];

const GROUPED = [
  grouped(',', 1),
  String.raw`\d{1,2}(?:,\d{2}){1,10},\d{3}${FRACTION}(?!\d|,\d)`,
  ...[String.raw`\u00a0`, String.raw`\u2007`, String.raw`\u2009`, String.raw`\u202f`].map((space) =>
    grouped(space, 1, String.raw`(?:[.,]\d{1,30})?`),
  ),
  ...SPACED,
  grouped(`['’]`, 1),
  grouped(String.raw`\.`, 2, String.raw`(?:,\d{1,30})?`),
  String.raw`\d{1,3}(?:\.\d{3}){1,16},\d{1,2}(?!\d)`,
];

/**
 * A number without sign: "1,234.5", "1 000 000", "10.000.000", ".5". Longer rows of figures are
 * taken in pieces.
 */
export const NUMBER = String.raw`(?:${GROUPED.join('|')}|\d{1,30}${FRACTION}|(?<![\p{L}\p{N}.])\.\d{1,30})`;

/** As before a unit, where one space is enough for a group: "12 345 km". */
export const MEASURE = String.raw`(?:\d{1,3} \d{3}(?:\.\d{1,30})?(?!\d)|${NUMBER})`;

/**
 * A sign that belongs to the following number; a hyphen or dash after a letter or figure is not
 * one, a minus always is.
 */
export const SIGN = String.raw`(?:(?<![\p{L}\p{N})\]])[-–]|[−+])?`;

/** A number taken apart. */
export interface WrittenNumber {
  sign: 'minus' | 'plus' | undefined;
  /** Figures before the decimal point. */
  whole: string;
  /** Figures after it. */
  fraction: string | undefined;
  /** Whether its thousands are set apart: such a number is an amount however long it is. */
  isGrouped: boolean;
}

/** Takes apart what `SIGN` and `NUMBER` match. */
export function readNumber(written: string): WrittenNumber {
  const digits = written.replace(/^[-−–+]/, '');
  const [whole = '', fraction] = splitDecimals(digits);
  return {
    sign: /^[-−–]/.test(written) ? 'minus' : written.startsWith('+') ? 'plus' : undefined,
    whole: whole.replace(/\D/g, ''),
    fraction: fraction || undefined,
    isGrouped: /\D/.test(whole),
  };
}

function splitDecimals(digits: string): readonly (string | undefined)[] {
  const commas = digits.split(',');
  const last = commas.at(-1) ?? '';
  const hasDecimalComma =
    commas.length === 2 && (last.length !== 3 || /\s/.test(digits) || digits.split('.').length > 2);
  if (hasDecimalComma && !last.includes('.')) return [commas[0] ?? '', last];
  const points = digits.split('.');
  return points.length === 2 ? [points[0] ?? '', points[1]] : [digits];
}
