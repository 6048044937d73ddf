import { EngineError } from '../../../errors.ts';
import type { PictureSize } from '../../../images/picture-size.ts';
import type { BlockOptions } from '../block-options.ts';
import type { BlockArea } from './place-block.ts';

/** What a text may take. Pixels. */
export interface TextRoom {
  /** Around text of a size, in a box of its own. */
  padAt(size: number): number;
  /** For text of a size. */
  roomAt(size: number): PictureSize;
  /** An em. */
  minSize: number;
  maxSize: number;
}

/** Ems, where pixels are not given. */
const DEFAULT_PADDING = 0.4;
/** Shares of the picture's shorter side. */
const DEFAULT_SIZE = 0.08;
const SMALLEST_SIZE = 0.02;
const SMALLEST_PIXELS = 8;
/**
 * On a picture that is wider than this many times its height, the share of the height grows with the
 * width: 8 % of a banner's 90 pixels could not be read.
 */
const WIDE = 2;
const GROWTH = 0.8;
const LARGEST_SHARE = 0.4;

/** Throws `invalid_request` if margins leave nothing. */
export function findRoom(
  options: BlockOptions,
  picture: PictureSize,
  area: BlockArea,
  radians: number,
): TextRoom {
  const isUpright = Math.abs(Math.cos(radians)) >= Math.abs(Math.sin(radians));
  const room = limitRoom(options, area, isUpright);
  const { background } = options;
  const padAt = (size: number) => (background ? (background.padding ?? DEFAULT_PADDING * size) : 0);
  const roomAt = (size: number) => ({
    width: room.width - 2 * padAt(size),
    height: room.height - 2 * padAt(size),
  });
  return { padAt, roomAt, ...limitSize(options, picture, room, isUpright) };
}

/** The asked-for box, as far as there is room; text that runs up or down has its sides exchanged. */
function limitRoom(options: BlockOptions, area: BlockArea, isUpright: boolean): PictureSize {
  if (area.width < 1 || area.height < 1)
    throw new EngineError(
      'invalid_request',
      'overlay: "margin", "x" and "y" leave no room for the text on this picture.',
      { details: { operation: 'overlay', option: 'margin' } },
    );
  const [width, height] = isUpright ? [area.width, area.height] : [area.height, area.width];
  return {
    width: Math.min(options.width ?? width, width),
    height: Math.min(options.height ?? height, height),
  };
}

function limitSize(
  { size }: BlockOptions,
  picture: PictureSize,
  room: PictureSize,
  isUpright: boolean,
): { minSize: number; maxSize: number } {
  if (typeof size === 'number') return { minSize: size, maxSize: size };
  const shorter = Math.min(picture.width, picture.height);
  const minSize = Math.max(SMALLEST_PIXELS, Math.round(SMALLEST_SIZE * shorter));
  const usual = Math.round(shorter * shareOfSide(picture, isUpright));
  const maxSize = size === 'fit' ? Math.floor(room.height) : usual;
  return { minSize, maxSize: Math.max(minSize, maxSize) };
}

/** Of the shorter side, for text that runs along the width, or turned, along the height. */
function shareOfSide({ width, height }: PictureSize, isUpright: boolean): number {
  const wideness = isUpright ? width / height : height / width;
  return Math.min(LARGEST_SHARE, DEFAULT_SIZE * Math.max(1, wideness / WIDE) ** GROWTH);
}
