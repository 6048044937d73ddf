import type { Pixels } from '../../pixels/composite-over.ts';
import type { Box } from '../../pixels/box.ts';
import type { Wash } from './text-contrast.ts';

/** A shade changes so slowly that fewer points are enough, from which it is enlarged. */
const POINTS_A_FADE = 48;

/**
 * Paints a shade: as strong as the wash within a turned box, and fading out around it. What comes
 * out is to be enlarged to the area.
 *
 * @param fade Pixels over which it fades.
 * @param area The part of the picture to paint.
 */
export function paintShade(
  box: Box,
  radians: number,
  fade: number,
  { colour, opacity }: Wash,
  area: Box,
): Pixels {
  const step = Math.max(1, fade / POINTS_A_FADE);
  const [width, height] = [Math.ceil(area.width / step), Math.ceil(area.height / step)];
  const [stepX, stepY] = [area.width / width, area.height / height];
  const data = new Uint8Array(4 * width * height);
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const x = box.left + box.width / 2 - area.left;
  const y = box.top + box.height / 2 - area.top;
  let at = 0;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      // Seen from the box's middle, along its sides.
      const [across, down] = [(column + 0.5) * stepX - x, (row + 0.5) * stepY - y];
      const beside = Math.max(0, Math.abs(across * cos + down * sin) - box.width / 2);
      const above = Math.max(0, Math.abs(down * cos - across * sin) - box.height / 2);
      const strength = fadeOut(Math.hypot(beside, above) / fade);
      data.set(colour, at);
      data[at + 3] = Math.round(255 * opacity * strength);
      at += 4;
    }
  return { width, height, data };
}

/** From 1 at 0 to 0 at 1, without a visible edge at either. */
function fadeOut(distance: number): number {
  return Math.max(0, 1 - distance ** 2) ** 2;
}
