import arabic from '@fontsource-variable/noto-sans-arabic/unicode.json' with { type: 'json' };
import caveat from '@fontsource-variable/caveat/unicode.json' with { type: 'json' };
import devanagari from '@fontsource-variable/noto-sans-devanagari/unicode.json' with { type: 'json' };
import hebrew from '@fontsource-variable/noto-sans-hebrew/unicode.json' with { type: 'json' };
import inter from '@fontsource-variable/inter/unicode.json' with { type: 'json' };
import newsreader from '@fontsource-variable/newsreader/unicode.json' with { type: 'json' };
import oswald from '@fontsource-variable/oswald/unicode.json' with { type: 'json' };

/** CSS's `unicode-range` of each of a family's files, by the part of their names that differs. */
export type SubsetRanges = Readonly<Record<string, string>>;

/** A family of variable fonts, in files by script: only those that a text needs are loaded. */
export interface FontFamily {
  package: string;
  weights: readonly [lightest: number, heaviest: number];
  readRanges(): SubsetRanges | Promise<SubsetRanges>;
}

/** A family that people choose, with what the layout needs to know of it. */
export interface TextFont extends FontFamily {
  /** Of a capital letter, in ems. */
  capHeight: number;
  /** From baseline to baseline, in ems, where none is asked for. */
  lineHeight: number;
}

export const FONT_NAMES = ['sans', 'serif', 'condensed', 'handwriting'] as const;
export type FontName = (typeof FONT_NAMES)[number];

const VARIABLE = '@fontsource-variable';

/** Each under the OFL 1.1. */
export const FONTS: Readonly<Record<FontName, TextFont>> = {
  sans: {
    package: `${VARIABLE}/inter`,
    weights: [100, 900],
    readRanges: () => inter,
    capHeight: 0.727,
    lineHeight: 1.2,
  },
  serif: {
    package: `${VARIABLE}/newsreader`,
    weights: [200, 800],
    readRanges: () => newsreader,
    capHeight: 0.68,
    lineHeight: 1.2,
  },
  condensed: {
    package: `${VARIABLE}/oswald`,
    weights: [200, 700],
    readRanges: () => oswald,
    capHeight: 0.81,
    lineHeight: 1.3,
  },
  handwriting: {
    package: `${VARIABLE}/caveat`,
    weights: [400, 700],
    readRanges: () => caveat,
    capHeight: 0.7,
    lineHeight: 1.05,
  },
};

/** For letters that the chosen family lacks, in this order; of each, only its own script. */
export const SCRIPT_FAMILIES: readonly FontFamily[] = [
  FONTS.sans,
  {
    package: `${VARIABLE}/noto-sans-arabic`,
    weights: [100, 900],
    readRanges: () => ({ arabic: arabic.arabic }),
  },
  {
    package: `${VARIABLE}/noto-sans-hebrew`,
    weights: [100, 900],
    readRanges: () => ({ hebrew: hebrew.hebrew }),
  },
  {
    package: `${VARIABLE}/noto-sans-devanagari`,
    weights: [100, 900],
    readRanges: () => ({ devanagari: devanagari.devanagari }),
  },
];

export type EastAsianLanguage = 'ja' | 'zh' | 'ko';

/** About a hundred files each. */
export const EAST_ASIAN_FAMILIES: Readonly<Record<EastAsianLanguage, FontFamily>> = {
  ja: describeEastAsian('ja', `${VARIABLE}/noto-sans-jp`),
  zh: describeEastAsian('zh', `${VARIABLE}/noto-sans-sc`),
  ko: describeEastAsian('ko', `${VARIABLE}/noto-sans-kr`),
};

function describeEastAsian(language: EastAsianLanguage, folder: string): FontFamily {
  return {
    package: folder,
    weights: [100, 900],
    readRanges: async () => (await import('./east-asian-ranges.ts')).EAST_ASIAN_RANGES[language],
  };
}

/** One file of 5.8 MB: joined emoji are drawn only where all parts are in the same file. */
export const EMOJI_FONT = {
  family: 'noto-color-emoji',
  path: '@fontsource/noto-color-emoji/files/noto-color-emoji-emoji-400-normal.woff2',
  // It has no weights; so it is not made bold either.
  weights: [1, 1000],
} as const;
