import type { PictureSize } from '../../images/picture-size.ts';
import type { Pixels } from '../pixels/composite-over.ts';
import type { Box } from '../pixels/box.ts';
import type { BlockOptions } from './block-options.ts';
import type { CanvasPlatform, TextContext } from './canvas-platform.ts';
import { coverTurned } from './layout/place-block.ts';
import type { TextBlock } from './text-block.ts';

/** Ems by which letters may reach out of their box. */
const OVERHANG = 0.6;
/** Ems, where pixels are not given. */
const OUTLINE_WIDTH = 0.06;
const CORNER = 0.2;
const SHADOW = { blur: 0.16, x: 0, y: 0.05 };

/** Draws a block on a canvas of its own; `undefined` if nothing of it is on the picture. */
export function drawBlock(
  block: TextBlock,
  options: BlockOptions,
  picture: PictureSize,
  platform: CanvasPlatform,
): (Box & Pixels) | undefined {
  const { font, box, radians } = block;
  const outline = findOutlineWidth(options, font.size);
  const shadow = findShadow(options, font.size);
  const bleed = OVERHANG * font.size + outline + reachOf(shadow);
  const area = coverTurned(box, radians, bleed, picture);
  if (!area) return undefined;
  const canvas = platform.createCanvas(area);
  const { context } = canvas;
  context.translate(box.left - area.left + box.width / 2, box.top - area.top + box.height / 2);
  context.rotate(radians);
  context.translate(-box.width / 2, -box.height / 2);
  if (options.background) fillBox(context, box, options.background, CORNER * font.size);
  canvas.setFont(font);
  context.letterSpacing = `${block.letterSpacing}px`;
  context.textAlign = 'left';
  castShadow(context, shadow);
  if (options.outline && outline > 0) {
    strokeLines(context, block, options.outline.color, outline);
    // The letters' own shadow would lie on their outline.
    castShadow(context, undefined);
  }
  fillLines(context, block, options.color);
  const data = canvas.readPixels();
  if (options.opacity < 1) fade(data, options.opacity);
  return { ...area, data };
}

/** Pixels on the letters' outer side. */
export function findOutlineWidth({ outline }: BlockOptions, size: number): number {
  return outline ? (outline.width ?? OUTLINE_WIDTH * size) : 0;
}

type Shadow = { color: string; blur: number; x: number; y: number };

function findShadow({ shadow }: BlockOptions, size: number): Shadow | undefined {
  if (!shadow) return undefined;
  return {
    color: shadow.color,
    blur: shadow.blur ?? SHADOW.blur * size,
    x: shadow.x ?? SHADOW.x * size,
    y: shadow.y ?? SHADOW.y * size,
  };
}

function reachOf(shadow: Shadow | undefined): number {
  return shadow ? shadow.blur + Math.max(Math.abs(shadow.x), Math.abs(shadow.y)) : 0;
}

function castShadow(context: TextContext, shadow: Shadow | undefined): void {
  context.shadowColor = shadow?.color ?? 'transparent';
  context.shadowBlur = shadow?.blur ?? 0;
  context.shadowOffsetX = shadow?.x ?? 0;
  context.shadowOffsetY = shadow?.y ?? 0;
}

function fillBox(
  context: TextContext,
  { width, height }: PictureSize,
  { color, radius }: NonNullable<BlockOptions['background']>,
  corner: number,
): void {
  context.fillStyle = color;
  context.beginPath();
  context.roundRect(0, 0, width, height, Math.min(radius ?? corner, width / 2, height / 2));
  context.fill();
}

function strokeLines(context: TextContext, block: TextBlock, color: string, width: number): void {
  context.strokeStyle = color;
  // Half of a stroke lies inside the letters, beneath their colour.
  context.lineWidth = 2 * width;
  context.lineJoin = 'round';
  for (const { text, direction, left, baseline } of block.lines) {
    context.direction = direction;
    context.strokeText(text, left, baseline);
  }
}

function fillLines(context: TextContext, block: TextBlock, color: string): void {
  context.fillStyle = color;
  for (const { text, direction, left, baseline } of block.lines) {
    context.direction = direction;
    context.fillText(text, left, baseline);
  }
}

function fade(data: Uint8Array, opacity: number): void {
  for (let at = 3; at < data.length; at += 4) data[at] = Math.round((data[at] ?? 0) * opacity);
}
