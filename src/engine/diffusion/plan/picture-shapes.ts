import type { PictureSize } from '../../images/picture-size.ts';
import type { ImageManifest } from '../../models/manifest.ts';

/** A shape of pictures. */
export interface AspectRatio {
  label: string;
  width: number;
  height: number;
}

const RATIOS = ['1:1', '4:3', '3:4', '3:2', '2:3', '16:9', '9:16'] as const;

/**
 * The shapes in the sizes that suit a model: about as many pixels as it was trained on, sides that
 * it can draw.
 */
export function listRatios({ pipeline: { size } }: Pick<ImageManifest, 'pipeline'>): AspectRatio[] {
  if (size.isFixed) return [];
  const area = size.width * size.height;
  return RATIOS.map((label) => {
    const [across = 1, down = 1] = label.split(':').map(Number);
    const round = (side: number) =>
      Math.max(1, Math.round(side / size.multipleOf)) * size.multipleOf;
    return {
      label,
      width: round(Math.sqrt((area * across) / down)),
      height: round(Math.sqrt((area * down) / across)),
    };
  });
}

/** The shapes that a model draws: one, if its graphs take no other. */
export function listShapes(manifest: Pick<ImageManifest, 'pipeline'>): PictureSize[] {
  const { size } = manifest.pipeline;
  const own = { width: size.width, height: size.height };
  return size.isFixed
    ? [own]
    : listRatios(manifest).map(({ width, height }) => ({ width, height }));
}
