import { parseColour } from '../../options.ts';
import type { Colour } from '../../pixels/with-alpha.ts';
import type { BlockOptions } from '../block-options.ts';
import { findOutlineWidth } from '../draw-block.ts';
import type { TextBlock } from '../text-block.ts';
import { contrastRatio, relativeLuminance } from './luminance.ts';
import { chooseShade, measureContrast, type Backdrop, type Wash } from './text-contrast.ts';

export interface Legibility {
  /** 1 to 21; none where nothing is known of what is under the text. */
  contrast?: number;
  wantedContrast: number;
  needsShade: boolean;
  /** The shade to draw. */
  shade?: Wash;
}

/** WCAG 2.2: 18 points, or 14 if they are bold, are large. A pixel is taken for CSS's. */
const LARGE = 24;
const LARGE_BOLD = 18.66;
const BOLD = 700;

/** Measures the contrast of a text with what is under it, and chooses its shade. */
export function checkLegibility(
  { font }: TextBlock,
  options: BlockOptions,
  backdrop: Backdrop | undefined,
): Legibility {
  const isLarge = font.size >= LARGE || (font.size >= LARGE_BOLD && font.weight >= BOLD);
  const wantedContrast = isLarge ? 3 : 4.5;
  if (!backdrop) return { wantedContrast, needsShade: false };
  const text = findSeenColour(options);
  const contrast = measureContrast(text, backdrop, readBackground(options));
  const needsShade = contrast < wantedContrast && !isOutlined(options, font.size, wantedContrast);
  const facts = { contrast, wantedContrast, needsShade };
  const isWanted = needsShade && !options.background;
  if (options.shade === 'none' || (options.shade === 'auto' && !isWanted)) return facts;
  const atLeast = options.shade === 'always' ? FAINTEST_SHADE : 0;
  return { ...facts, shade: chooseShade(text, backdrop, wantedContrast, atLeast) };
}

/** Of a shade that was asked for, so that it is seen. */
const FAINTEST_SHADE = 0.35;

/** Hollow letters are seen by their outline. */
function findSeenColour({ color, outline, opacity }: BlockOptions): Colour {
  const fill = parseColour(color);
  const [red, green, blue, alpha] = fill[3] === 0 && outline ? parseColour(outline.color) : fill;
  return [red, green, blue, alpha * opacity];
}

function readBackground({ background, opacity }: BlockOptions): Wash[] {
  if (!background) return [];
  const [red, green, blue, alpha] = parseColour(background.color);
  return [{ colour: [red, green, blue], opacity: (alpha / 255) * opacity }];
}

/** Ems from which an outline sets letters off from what is around them. */
const VISIBLE_OUTLINE = 0.03;

function isOutlined(options: BlockOptions, size: number, wanted: number): boolean {
  if (!options.outline || findOutlineWidth(options, size) < VISIBLE_OUTLINE * size) return false;
  const luminanceOf = (colour: string) => {
    const [red, green, blue] = parseColour(colour);
    return relativeLuminance([red, green, blue]);
  };
  return contrastRatio(luminanceOf(options.color), luminanceOf(options.outline.color)) >= wanted;
}
