import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chooseFonts } from './choose-fonts.ts';
import { EAST_ASIAN_FAMILIES, EMOJI_FONT, FONTS, SCRIPT_FAMILIES } from './font-table.ts';
import { indexSubsets } from './subset-index.ts';

async function choose(text: string, language?: string) {
  const { files, missing } = await chooseFonts(text, FONTS.serif, language);
  return { families: files.map(({ family }) => family), missing };
}

it('names files that the packages have', async () => {
  const families = [
    ...Object.values(FONTS),
    ...SCRIPT_FAMILIES,
    ...Object.values(EAST_ASIAN_FAMILIES),
  ];
  const indices = await Promise.all(families.map(indexSubsets));
  const paths = indices.flatMap((index) => [...index.values()].map(({ path }) => path));
  const missing = [...new Set([...paths, EMOJI_FONT.path])].filter(
    (path) => !existsSync(`node_modules/${path}`),
  );
  expect(missing).toEqual([]);
});

describe('a text takes', () => {
  it('only the files of its font that it needs', async () => {
    expect(await choose('Hello')).toEqual({ families: ['newsreader-latin'], missing: '' });
    expect((await choose('Łódź')).families).toEqual(['newsreader-latin', 'newsreader-latin-ext']);
  });

  it('fonts of other scripts for what its own lacks', async () => {
    expect((await choose('Привет, שלום, مرحبا, नमस्ते')).families).toEqual([
      'newsreader-latin',
      'inter-cyrillic',
      'noto-sans-arabic-arabic',
      'noto-sans-hebrew-hebrew',
      'noto-sans-devanagari-devanagari',
    ]);
  });

  it('a few of a hundred East Asian files', async () => {
    const { families, missing } = await choose('東京タワーへ');
    const japanese = families.filter((family) => /^noto-sans-jp-\d+$/.test(family));
    expect(japanese.length).toBeGreaterThan(0);
    expect(japanese.length).toBeLessThanOrEqual(6);
    expect(families).toEqual(['newsreader-latin', ...japanese]);
    expect(missing).toBe('');
  });

  it('the forms of its language', async () => {
    const familyOf = async (text: string, language?: string) =>
      (await choose(text, language)).families[1]?.slice(0, 12);
    expect(await familyOf('直')).toBe('noto-sans-sc');
    expect(await familyOf('直', 'ja')).toBe('noto-sans-jp');
    expect(await familyOf('直す')).toBe('noto-sans-jp');
    expect(await familyOf('환영')).toBe('noto-sans-kr');
  });

  it('the large font of emoji only where there are some', async () => {
    expect((await choose('👨‍👩‍👧‍👦 ❤️ 1️⃣')).families).toEqual(['newsreader-latin', 'noto-color-emoji']);
    expect((await choose('👁')).families).toEqual(['newsreader-latin', 'noto-color-emoji']);
    expect((await choose('1 © #')).families).toEqual(['newsreader-latin']);
  });

  it('no font for what none has, and says so', async () => {
    expect((await choose('สวัสดี, hello')).missing).toBe(
      'สวัสดี'
        .match(/./gu)
        ?.filter((letter, at, all) => all.indexOf(letter) === at)
        .join(''),
    );
  });
});
