import type { PictureSize } from '../../../images/picture-size.ts';
import { MAX_SIDE } from '../../options.ts';
import { compositeOver, type Layer } from '../../pixels/composite-over.ts';
import { mixPixels } from '../../pixels/with-alpha.ts';
import { resizeTo } from '../../pixels/resize-to.ts';
import type { KeepImage, VipsImage, VipsModule } from '../../vips.ts';
import type { Position } from '../../pixels/positions.ts';
import { placeAt } from './place-at.ts';

/** How a mark lies on a picture. */
export interface MarkLayout {
  position: Position;
  /** Width of the mark by that of the picture. */
  scale: number;
  /** 0 to 1. */
  opacity: number;
  /** Free room at the sides, by the picture's shorter side. */
  margin: number;
  /** All over the picture, instead of once. */
  tile: boolean;
  /** Between tiles, by the width of the mark. */
  spacing: number;
  /** Of the mark, or of the tiles together. Degrees, clockwise. */
  angle: number;
}

const TRANSPARENT = [0, 0, 0, 0];

/**
 * Lays a mark, whatever it was made from, over every frame of a picture, all of one size. Frames
 * without alpha stay so.
 */
export function layMark(
  vips: VipsModule,
  frames: readonly VipsImage[],
  mark: VipsImage,
  layout: MarkLayout,
  keep: KeepImage,
): VipsImage[] {
  const [size] = frames;
  if (!size) return [];
  const sized = prepareMark(mark, size, layout, keep);
  const { image, left, top } = layout.tile
    ? tileMark(vips, sized, size, layout, keep)
    : placeMark(sized, size, layout, keep);
  // Once for all frames: turning and repeating it takes longer than laying it.
  const layer = keep(image.copyMemory());
  return frames.map((frame) => compositeOver(vips, frame, { image: layer, left, top }, keep));
}

/** The mark in its size, with alpha, as opaque as it will be. */
function prepareMark(
  mark: VipsImage,
  picture: PictureSize,
  { scale, opacity }: MarkLayout,
  keep: KeepImage,
): VipsImage {
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.min(MAX_SIDE, Math.max(1, Math.round((mark.height * width) / mark.width)));
  const withAlpha = mark.hasAlpha() ? mark : keep(mark.addalpha());
  const resized = resizeTo(withAlpha, { width, height }, 'lanczos3', keep);
  const faded = keep(resized.linear([1, 1, 1, opacity], TRANSPARENT));
  return keep(faded.cast('uchar'));
}

function placeMark(
  mark: VipsImage,
  picture: PictureSize,
  { position, margin, angle }: MarkLayout,
  keep: KeepImage,
): Layer {
  const turned = turn(mark, angle, keep);
  const free = Math.round(margin * Math.min(picture.width, picture.height));
  return { image: turned, ...placeAt(position, picture, turned, free) };
}

/** Tiles that cover the picture, with one of them in its middle. */
function tileMark(
  vips: VipsModule,
  mark: VipsImage,
  picture: PictureSize,
  { spacing, angle }: MarkLayout,
  keep: KeepImage,
): Layer {
  const gap = Math.round(spacing * mark.width);
  const width = mark.width + gap;
  const height = mark.height + gap;
  const options = { extend: vips.Extend.background, background: TRANSPARENT };
  const [left, top] = [Math.floor(gap / 2), Math.floor(gap / 2)];
  const tile = keep(keep(mark.embed(left, top, width, height, options)).copyMemory());
  // However it is turned, a square with this side covers the picture.
  const diagonal = Math.hypot(picture.width, picture.height);
  const sheet = keep(tile.replicate(oddCount(diagonal, width), oddCount(diagonal, height)));
  const turned = turn(sheet, angle, keep);
  const cut = keep(
    turned.extractArea(
      Math.floor((turned.width - picture.width) / 2),
      Math.floor((turned.height - picture.height) / 2),
      picture.width,
      picture.height,
    ),
  );
  return { image: cut, left: 0, top: 0 };
}

function oddCount(length: number, tile: number): number {
  return 2 * Math.ceil((length / tile - 1) / 2) + 1;
}

function turn(image: VipsImage, angle: number, keep: KeepImage): VipsImage {
  if (angle % 360 === 0) return image;
  return mixPixels(image, (mixed) => mixed.rotate(angle), keep);
}
