import type { PictureSize } from '../../../images/picture-size.ts';
import type { Box } from '../../pixels/box.ts';
import { shareRoom } from '../../pixels/positions.ts';
import type { BlockOptions } from '../block-options.ts';

/** The part of a picture that a block may take, and where in it the block stands. */
export interface BlockArea extends Box {
  /** Shares of the room that is left over, which go before the block: 0, a half or 1. */
  across: number;
  down: number;
}

const DEFAULT_MARGIN = 0.05;

/** Between the margins, or from the given corner to them; not larger than the asked-for box. */
export function findArea(picture: PictureSize, options: BlockOptions): BlockArea {
  const { margins, x, y, position = x === undefined ? 'bottom' : 'top-left' } = options;
  const margin =
    options.margin ?? Math.round(DEFAULT_MARGIN * Math.min(picture.width, picture.height));
  const left = x ?? margins?.left ?? margin;
  const top = y ?? margins?.top ?? margin;
  return {
    left,
    top,
    width: picture.width - left - (margins?.right ?? margin),
    height: picture.height - top - (margins?.bottom ?? margin),
    ...shareRoom(position),
  };
}

/** Where a block of this size lies. Whole pixels. */
export function placeInArea(area: BlockArea, { width, height }: PictureSize): Box {
  return {
    left: Math.round(area.left + area.across * (area.width - width)),
    top: Math.round(area.top + area.down * (area.height - height)),
    width: Math.ceil(width),
    height: Math.ceil(height),
  };
}

/** What a rectangle takes once it is turned around its middle. */
export function turnSize({ width, height }: PictureSize, radians: number): PictureSize {
  const [cos, sin] = [Math.abs(Math.cos(radians)), Math.abs(Math.sin(radians))];
  return { width: width * cos + height * sin, height: width * sin + height * cos };
}

/** The part of the picture that a turned box and what is around it cover. Whole pixels. */
export function coverTurned(
  box: Box,
  radians: number,
  around: number,
  picture: PictureSize,
): Box | undefined {
  const turned = turnSize(
    { width: box.width + 2 * around, height: box.height + 2 * around },
    radians,
  );
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const left = Math.max(0, Math.floor(x - turned.width / 2));
  const top = Math.max(0, Math.floor(y - turned.height / 2));
  const width = Math.min(picture.width, Math.ceil(x + turned.width / 2)) - left;
  const height = Math.min(picture.height, Math.ceil(y + turned.height / 2)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : undefined;
}
