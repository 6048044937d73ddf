import { subjectOfPoint } from '../../../engine/image-ops/focal/find-subject.ts';
import { placeCrop } from '../../../engine/image-ops/focal/place-crop.ts';
import type { Box } from '../../../engine/image-ops/pixels/box.ts';
import type { PictureSize } from '../../../engine/images/picture-size.ts';
import type { MadeBase, MadeImage } from '../../../storage/studio/studio-project.ts';

/** A point that is being moved. */
export interface DraggedPoint {
  baseId: string;
  x: number;
  y: number;
}

/** The point that a base's crops keep now. */
export function pointOf(
  base: MadeBase,
  dragged: DraggedPoint | undefined,
): { x: number; y: number } {
  if (dragged?.baseId === base.id) return dragged;
  return base.given ?? base.found ?? { x: 0.5, y: 0.5 };
}

/**
 * The part of its base that a size shows. What was found in a picture may be several faces, which
 * only the engine weighs: as long as nobody moves the point, its crop holds.
 */
export function cropOf(
  size: PictureSize,
  base: MadeBase,
  image: MadeImage | undefined,
  dragged: DraggedPoint | undefined,
): Box {
  const isMoved = base.given !== undefined || dragged?.baseId === base.id;
  if (!isMoved && image?.baseId === base.id) return image.crop;
  return placeCrop(base, size, subjectOfPoint(pointOf(base, dragged)));
}
