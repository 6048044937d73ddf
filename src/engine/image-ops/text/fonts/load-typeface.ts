import type { BlockOptions } from '../block-options.ts';
import type { CanvasFont, CanvasPlatform } from '../canvas-platform.ts';
import { chooseFonts } from './choose-fonts.ts';
import { FONTS } from './font-table.ts';

/** What a text is set in, at any size. All lengths are ems. */
export interface Typeface {
  font: Omit<CanvasFont, 'size'>;
  capHeight: number;
  /** From baseline to baseline. */
  lineHeight: number;
  letterSpacing: number;
  /** Characters that no font has, each once. */
  missing: string;
}

/** Letters that join or hang from a common line stay together, and marks stay with their letter. */
const JOINED =
  /[\p{M}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}]/u;

/** Chooses the fonts that a text needs and loads them. Throws `network_unreachable`. */
export async function loadTypeface(
  text: string,
  options: BlockOptions,
  platform: CanvasPlatform,
): Promise<Typeface> {
  const face = FONTS[options.font];
  const { files, missing } = await chooseFonts(text, face, options.language);
  await Promise.all(files.map((file) => platform.loadFont(file)));
  const [lightest, heaviest] = face.weights;
  const weight = Math.min(Math.max(options.weight, lightest), heaviest);
  return {
    font: { families: files.map(({ family }) => family), weight },
    capHeight: face.capHeight,
    lineHeight: options.lineHeight ?? Math.max(face.lineHeight, findLineHeight(text)),
    letterSpacing: JOINED.test(text) ? 0 : options.letterSpacing,
    missing,
  };
}

/** Of scripts whose letters reach further up and down than Latin ones. */
function findLineHeight(text: string): number {
  if (/[\p{Script=Arabic}\p{Script=Devanagari}]/u.test(text)) return 1.5;
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? 1.35
    : 0;
}
