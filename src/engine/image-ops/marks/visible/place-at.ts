import type { PictureSize } from '../../../images/picture-size.ts';
import { shareRoom, type Position } from '../../pixels/positions.ts';

/**
 * Where a mark's top left corner lies, in pixels; `margin` is what stays free at the sides that it
 * stands at. A mark that is larger than the picture has no margin and sticks out at the other side.
 *
 * @example
 * const picture = { width: 100, height: 80 };
 * const mark = { width: 20, height: 10 };
 * placeAt('bottom-right', picture, mark, 4); // → { left: 76, top: 66 }
 * placeAt('top', picture, mark, 4); // → { left: 40, top: 4 }
 */
export function placeAt(
  position: Position,
  picture: PictureSize,
  mark: PictureSize,
  margin: number,
): { left: number; top: number } {
  const { across, down } = shareRoom(position);
  return {
    left: placeAlong(across, picture.width, mark.width, margin),
    top: placeAlong(down, picture.height, mark.height, margin),
  };
}

function placeAlong(share: number, whole: number, length: number, margin: number): number {
  const room = whole - length;
  const free = Math.min(margin, Math.max(0, room / 2));
  return Math.round(free + share * (room - 2 * free));
}
