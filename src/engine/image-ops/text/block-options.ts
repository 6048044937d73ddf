import * as z from 'zod/mini';
import { between, colour, flag, offset, oneOf, side, wholeBetween } from '../options.ts';
import { POSITIONS } from '../pixels/positions.ts';
import { FONT_NAMES } from './fonts/font-table.ts';

const MAX_TEXT_LENGTH = 10_000;
const MAX_SIZE = 4000;
const MAX_EFFECT = 500;

const language = () => {
  const error = () => 'must be a language such as en or zh-Hant';
  return z.string({ error }).check(z.refine(isLanguage, { error }));
};

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

const text = () =>
  z.string({ error: () => 'must be a text' }).check(
    z.maxLength(MAX_TEXT_LENGTH, {
      error: () => `must have at most ${MAX_TEXT_LENGTH} characters`,
    }),
  );

const size = () => {
  const error = () => `must be a number from 4 to ${MAX_SIZE}, or "fit"`;
  const pixels = z.number({ error }).check(z.minimum(4, { error }), z.maximum(MAX_SIZE, { error }));
  return z.union([pixels, z.literal('fit', { error })], { error });
};

const effect = () => between(0, MAX_EFFECT);
const shift = () => between(-MAX_EFFECT, MAX_EFFECT);

/** A text on a picture. Lengths are pixels of the picture, unless they say otherwise. */
export const blockOptions = z
  .strictObject({
    /** New lines are kept. Without a letter, nothing is drawn. */
    text: text(),
    font: z._default(oneOf(FONT_NAMES), 'sans'),
    /** 100 to 900; where the font has it not, the nearest. */
    weight: z._default(wholeBetween(100, 900), 600),
    /**
     * Pixels an em. `fit`: the largest that fits into the box. Default: 8 % of the picture's shorter
     * side, more on one that is over twice as wide as high, or as much smaller as it takes to fit.
     */
    size: z.optional(size()),
    color: z._default(colour(), '#ffffff'),
    /** Where the block stands between the margins. Default: `bottom`. */
    position: z.optional(oneOf(POSITIONS)),
    /** Of the block's top left corner, instead of a position. */
    x: z.optional(offset()),
    y: z.optional(offset()),
    /** The box that the text is broken to and fitted into. Default: all between the margins. */
    width: z.optional(side()),
    height: z.optional(side()),
    /** What is kept free at the picture's edges. Default: 5 % of its shorter side. */
    margin: z.optional(offset()),
    /** Of single edges, where they differ, as where an app lays its buttons over the picture. */
    margins: z.optional(
      z.strictObject({
        top: z.optional(offset()),
        right: z.optional(offset()),
        bottom: z.optional(offset()),
        left: z.optional(offset()),
      }),
    ),
    /** `start` is where each paragraph's script begins. Default: what suits the position. */
    align: z.optional(oneOf(['start', 'center', 'end', 'left', 'right'])),
    /** In a box with a height. Default: what suits the position. */
    verticalAlign: z.optional(oneOf(['top', 'middle', 'bottom'])),
    /** From baseline to baseline, in ems. Default: what suits font and script. */
    lineHeight: z.optional(between(0.7, 4)),
    /** Added after each character, in ems. Text whose letters join or bear marks is left as it is. */
    letterSpacing: z._default(between(-0.2, 2), 0),
    uppercase: z._default(flag(), false),
    /** Degrees clockwise, around the block's middle. A turned block may cross the margins. */
    rotation: z._default(between(-360, 360), 0),
    /** Of the text and its box, 0 to 1. */
    opacity: z._default(between(0, 1), 1),
    /** Around the letters, beneath their colour. Default width: 6 % of an em. */
    outline: z.optional(
      z.strictObject({ color: z._default(colour(), '#000000'), width: z.optional(effect()) }),
    ),
    /** Default: a soft one, straight below. */
    shadow: z.optional(
      z.strictObject({
        color: z._default(colour(), '#00000099'),
        blur: z.optional(effect()),
        x: z.optional(shift()),
        y: z.optional(shift()),
      }),
    ),
    /** A box behind the text. Default: 0.4 em around it, with corners of 0.2 em. */
    background: z.optional(
      z.strictObject({
        color: z._default(colour(), '#000000b3'),
        padding: z.optional(effect()),
        radius: z.optional(effect()),
      }),
    ),
    /**
     * A soft shade behind the text. `auto`: just strong enough where the text's contrast with the
     * picture is too low, unless an outline or a box already sees to that; a picture on which the
     * text is legible stays as it is.
     */
    shade: z._default(oneOf(['none', 'auto', 'always']), 'auto'),
    /**
     * What becomes of text that is too long even at the smallest size: where none is given, 2 % of
     * the picture's shorter side, and at least 8 pixels.
     */
    overflow: z._default(oneOf(['ellipsis', 'error']), 'ellipsis'),
    /** BCP 47. For capital letters, and characters that Chinese and Japanese draw differently. */
    language: z.optional(language()),
  })
  .check(
    z.refine(({ x, y }) => (x === undefined) === (y === undefined), {
      error: () => 'give both "x" and "y", or neither',
    }),
    z.refine(({ x, position }) => x === undefined || position === undefined, {
      error: () => 'give either "position" or "x" and "y"',
    }),
  );

export type BlockOptions = z.output<typeof blockOptions>;
