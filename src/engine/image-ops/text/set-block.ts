import { EngineError } from '../../errors.ts';
import type { PictureSize } from '../../images/picture-size.ts';
import type { BlockOptions } from './block-options.ts';
import type { CanvasPlatform } from './canvas-platform.ts';
import { cleanText } from './clean-text.ts';
import { loadTypeface, type Typeface } from './fonts/load-typeface.ts';
import { alignLines } from './layout/align-lines.ts';
import { fitText, type FittedText } from './layout/fit-text.ts';
import { findArea, placeInArea, turnSize, type BlockArea } from './layout/place-block.ts';
import { findRoom, type TextRoom } from './layout/text-room.ts';
import { createMeasure } from './measure-text.ts';
import type { PlacedLine, TextBlock } from './text-block.ts';

/**
 * Sets a text: chooses and loads its fonts, finds size and lines, and where it stands. `undefined`
 * for a text without a letter. Throws `invalid_request` if it does not fit, `network_unreachable`.
 */
export async function setBlock(
  options: BlockOptions,
  picture: PictureSize,
  platform: CanvasPlatform,
): Promise<TextBlock | undefined> {
  const text = readText(options);
  if (text.trim() === '') return undefined;
  const typeface = await loadTypeface(text, options, platform);
  const radians = (options.rotation * Math.PI) / 180;
  const area = findArea(picture, options);
  const room = findRoom(options, picture, area, radians);
  const measure = createMeasure(platform, typeface.font, typeface.letterSpacing);
  const drawn = dropMarks(text, typeface.missing);
  const fitted = fitText({ text: drawn, measure, lineHeight: typeface.lineHeight, ...room });
  if (!fitted || (fitted.isShortened && options.overflow === 'error')) throw refuse(room);
  const { size, isShortened } = fitted;
  const { lines, width, height } = layOut(fitted, typeface, room, area, options);
  return {
    font: { ...typeface.font, size },
    letterSpacing: typeface.letterSpacing * size,
    lines,
    box: placeBox(area, { width, height }, radians),
    radians,
    isShortened,
    missing: typeface.missing,
  };
}

function readText({ text, uppercase, language }: BlockOptions): string {
  const clean = cleanText(text);
  return uppercase ? clean.toLocaleUpperCase(language) : clean;
}

/** A letter is legible without a mark that no font has; a sign for the missing mark makes it less so. */
function dropMarks(text: string, missing: string): string {
  return text.replace(/\p{M}/gu, (mark) => (missing.includes(mark) ? '' : mark));
}

/** Pixels by which a whole number may be missed. */
const ROUNDING = 0.01;

/** Where each line stands in the block, and how large that is. */
function layOut(
  fitted: FittedText,
  { lineHeight, capHeight, letterSpacing }: Typeface,
  { padAt, roomAt }: TextRoom,
  area: BlockArea,
  options: BlockOptions,
): PictureSize & { lines: PlacedLine[] } {
  const { size } = fitted;
  const padding = padAt(size);
  const content = measureContent(fitted, lineHeight, roomAt(size), options);
  const lines = alignLines(fitted, {
    content,
    padding,
    lineHeight: lineHeight * size,
    capHeight: capHeight * size,
    letterSpacing: letterSpacing * size,
    ...findAlignment(options, area),
  });
  return {
    lines,
    width: Math.ceil(content.width + 2 * padding - ROUNDING),
    height: Math.ceil(content.height + 2 * padding - ROUNDING),
  };
}

/** A box that was asked for is as large as that; any other is as large as its text. */
function measureContent(
  { lines, size }: FittedText,
  lineHeight: number,
  room: PictureSize,
  options: BlockOptions,
): PictureSize {
  const widest = size * Math.max(...lines.map(({ width }) => width));
  const height = size * lineHeight * lines.length;
  return {
    width: options.width === undefined ? widest : room.width,
    height: options.height === undefined ? height : Math.max(room.height, height),
  };
}

const SHARE_ABOVE = { top: 0, middle: 0.5, bottom: 1 } as const;

/** Text stands in its box as the box stands on the picture, unless it was asked to stand otherwise. */
function findAlignment({ x, align, verticalAlign }: BlockOptions, { across, down }: BlockArea) {
  const beside = across === 0 ? 'left' : across === 1 ? 'right' : 'center';
  return {
    align: align ?? (x === undefined ? beside : 'start'),
    down: verticalAlign ? SHARE_ABOVE[verticalAlign] : down,
  } as const;
}

function placeBox(area: BlockArea, block: PictureSize, radians: number) {
  const turned = placeInArea(area, turnSize(block, radians));
  return {
    left: turned.left + (turned.width - block.width) / 2,
    top: turned.top + (turned.height - block.height) / 2,
    ...block,
  };
}

function refuse({ minSize, roomAt }: TextRoom): EngineError {
  const { width, height } = roomAt(minSize);
  const room = `${Math.max(0, Math.floor(width))} × ${Math.max(0, Math.floor(height))} pixels`;
  return new EngineError(
    'invalid_request',
    `overlay: the text does not fit at ${minSize} pixels an em: there are ${room}. Shorten it, or give a smaller "size" or "margin".`,
    { details: { operation: 'overlay', option: 'text' } },
  );
}
