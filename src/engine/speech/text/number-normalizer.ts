import { foldFigures } from './english/fold-figures.ts';
import { SIGN } from './english/number-syntax.ts';
import { sayMeasured, SYMBOL, type Amount, type SpokenLocale } from './measured-numbers.ts';
import type { Normalizer } from './normalizer.ts';
import { GAP, numberPattern, pattern } from './pattern.ts';

interface Language extends Omit<SpokenLocale, 'toCardinal' | 'toCurrency'> {
  /** Each language is a file of its own, fetched when it is spoken. */
  load(): Promise<Pick<SpokenLocale, 'toCardinal' | 'toCurrency'>>;
  /**
   * Written with a point before the decimals and commas between thousands; the others do it the
   * other way round.
   */
  writesPoint?: boolean;
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  de: { load: () => import('n2words/de-DE'), locale: 'de-DE', currency: 'EUR', one: 'ein' },
  es: { load: () => import('n2words/es-ES'), locale: 'es-ES', currency: 'EUR', one: 'un' },
  fr: { load: () => import('n2words/fr-FR'), locale: 'fr-FR', currency: 'EUR' },
  hi: { load: () => import('n2words/hi-IN'), locale: 'hi-IN', currency: 'INR', writesPoint: true },
  it: { load: () => import('n2words/it-IT'), locale: 'it-IT', currency: 'EUR', one: 'un' },
  ko: {
    load: () => import('n2words/ko-KR'),
    locale: 'ko-KR',
    currency: 'KRW',
    writesPoint: true,
    percent: '퍼센트',
  },
  pt: { load: () => import('n2words/pt-PT'), locale: 'pt-PT', currency: 'EUR' },
  ar: { load: () => import('n2words/ar-SA'), locale: 'ar-SA', currency: 'SAR', percent: 'بالمئة' },
  cs: { load: () => import('n2words/cs-CZ'), locale: 'cs-CZ', currency: 'CZK' },
  da: { load: () => import('n2words/da-DK'), locale: 'da-DK', currency: 'DKK', one: 'en' },
  el: { load: () => import('n2words/el-GR'), locale: 'el-GR', currency: 'EUR' },
  fa: { load: () => import('n2words/fa-IR'), locale: 'fa-IR', currency: 'IRR' },
  fi: { load: () => import('n2words/fi-FI'), locale: 'fi-FI', currency: 'EUR' },
  hu: { load: () => import('n2words/hu-HU'), locale: 'hu-HU', currency: 'HUF', one: 'egy' },
  id: { load: () => import('n2words/id-ID'), locale: 'id-ID', currency: 'IDR', one: 'satu' },
  ka: { load: () => import('n2words/ka-GE'), locale: 'ka-GE', currency: 'GEL' },
  lv: { load: () => import('n2words/lv-LV'), locale: 'lv-LV', currency: 'EUR' },
  nl: { load: () => import('n2words/nl-NL'), locale: 'nl-NL', currency: 'EUR' },
  no: { load: () => import('n2words/nb-NO'), locale: 'nb-NO', currency: 'NOK', one: 'en' },
  pl: { load: () => import('n2words/pl-PL'), locale: 'pl-PL', currency: 'PLN' },
  ro: { load: () => import('n2words/ro-RO'), locale: 'ro-RO', currency: 'RON', one: 'un' },
  ru: { load: () => import('n2words/ru-RU'), locale: 'ru-RU', currency: 'RUB' },
  sr: { load: () => import('n2words/sr-Cyrl-RS'), locale: 'sr-Cyrl-RS', currency: 'RSD' },
  sv: { load: () => import('n2words/sv-SE'), locale: 'sv-SE', currency: 'SEK', one: 'en' },
  sw: { load: () => import('n2words/sw-KE'), locale: 'sw-KE', currency: 'KES', writesPoint: true },
  te: { load: () => import('n2words/te-IN'), locale: 'te-IN', currency: 'INR', writesPoint: true },
  tr: { load: () => import('n2words/tr-TR'), locale: 'tr-TR', currency: 'TRY' },
  uk: { load: () => import('n2words/uk-UA'), locale: 'uk-UA', currency: 'UAH' },
  ur: { load: () => import('n2words/ur-PK'), locale: 'ur-PK', currency: 'PKR', writesPoint: true },
  vi: {
    load: () => import('n2words/vi-VN'),
    locale: 'vi-VN',
    currency: 'VND',
    percent: 'phần trăm',
  },
};

const SPACES = [String.raw`\u00a0`, String.raw`\u2009`, String.raw`\u202f`];
const grouped = (separator: string) => String.raw`\d{1,3}(?:${separator}\d{3}){1,16}(?!\d)`;
const PLAIN = String.raw`\d{1,30}`;
const WITH_POINT = [String.raw`\d{1,3}(?:,\d{2,3}){1,16}(?!\d)`, ...SPACES.map(grouped), PLAIN];
const WITH_COMMA = [
  grouped(String.raw`\.`),
  ...SPACES.map(grouped),
  grouped(`['’]`),
  String.raw`\d{1,2}(?: \d{3}){2,16}(?!\d| \d)`,
  String.raw`\d{1,3}(?: \d{3}){0,16} \d00(?!\d| \d)`,
  PLAIN,
];

/**
 * A normaliser that writes out numbers with their signs, currencies and units; `undefined` for a
 * language without them.
 */
export async function createNumberNormalizer(language: string): Promise<Normalizer | undefined> {
  const known = LANGUAGES[language];
  if (!known) return undefined;
  const { load, writesPoint, ...rest } = known;
  const { toCardinal, toCurrency } = await load();
  const spoken: SpokenLocale = { ...rest, toCardinal, toCurrency };
  const number = `(${SIGN})(${(writesPoint ? WITH_POINT : WITH_COMMA).join('|')})(?:${writesPoint ? '\\.' : ','}(\\d{1,30}))?`;
  const patterns = [
    pattern(`(${SIGN})(R\\$|\\p{Sc})${GAP}${number}`, ([, outer, symbol, inner, whole, fraction]) =>
      sayMeasured(spoken, readAmount(outer || inner, whole, fraction), symbol ?? ''),
    ),
    numberPattern(`${number}${GAP}(${SYMBOL})`, ([, sign, whole, fraction, symbol]) =>
      sayMeasured(spoken, readAmount(sign, whole, fraction), symbol ?? ''),
    ),
    numberPattern(number, ([, sign, whole, fraction]) =>
      sayAlone(spoken, readAmount(sign, whole, fraction)),
    ),
  ];
  return { patterns, wordPatterns: patterns.slice(0, 1), symbols: {}, fold: foldFigures };
}

function readAmount(sign = '', whole = '', fraction?: string): Amount {
  const minus = /[-−–]/.test(sign) ? '-' : '';
  return { digits: `${minus}${whole.replace(/\D/g, '')}`, fraction };
}

/** Rows too long for a number, and those that begin with a zero, are read figure by figure. */
function sayAlone({ toCardinal }: SpokenLocale, { digits, fraction }: Amount): string {
  if (digits.length > 15 || /^0\d/.test(digits))
    return [...digits.replace('-', '')].map((one) => toCardinal(one)).join(' ');
  return toCardinal(fraction ? `${digits}.${fraction}` : digits);
}
