import type { Normalizer } from './normalizer.ts';

type ToWords = (value: string) => string;

/** Whole and decimal numbers in words, by language. Each language is a file of its own, fetched when it is spoken. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ toCardinal: ToWords }>>> = {
  de: () => import('n2words/de-DE'),
  es: () => import('n2words/es-ES'),
  fr: () => import('n2words/fr-FR'),
  hi: () => import('n2words/hi-IN'),
  it: () => import('n2words/it-IT'),
  ko: () => import('n2words/ko-KR'),
  pt: () => import('n2words/pt-PT'),
};

/** A normaliser that writes out numbers; `undefined` for a language without them. */
export async function createNumberNormalizer(language: string): Promise<Normalizer | undefined> {
  const load = LANGUAGES[language];
  if (!load) return undefined;
  const { toCardinal } = await load();
  const writesPoint = WITH_DECIMAL_POINT.has(language);
  const regex = writesPoint
    ? /([-−]?)(\d{1,3}(?:,\d{2,3})+|\d+)(?:\.(\d+))?/uy
    : /([-−]?)(\d{1,3}(?:[.\u202f]\d{3})+|\d+)(?:,(\d+))?/uy;
  const say = ([, sign = '', digits = '', fraction]: readonly (string | undefined)[]) =>
    toCardinal(`${sign.replace('−', '-')}${digits.replace(/\D/g, '')}${fraction ? `.${fraction}` : ''}`);
  return { patterns: [{ regex, say }], wordPatterns: [], symbols: {} };
}

/** The others write a comma before the decimals, and full stops or narrow spaces between thousands. */
const WITH_DECIMAL_POINT: ReadonlySet<string> = new Set(['hi', 'ko']);
