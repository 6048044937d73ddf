/** 200 KB of numbers, in a file of its own that is loaded when a text needs them. */
import ja from '@fontsource-variable/noto-sans-jp/unicode.json' with { type: 'json' };
import ko from '@fontsource-variable/noto-sans-kr/unicode.json' with { type: 'json' };
import zh from '@fontsource-variable/noto-sans-sc/unicode.json' with { type: 'json' };
import type { EastAsianLanguage, SubsetRanges } from './font-table.ts';

export const EAST_ASIAN_RANGES: Readonly<Record<EastAsianLanguage, SubsetRanges>> = { ja, zh, ko };
