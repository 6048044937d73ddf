import type { Patch } from '../../pixels/composite-over.ts';
import type { Placement } from '../../pixels/extend.ts';
import type { Wash } from './text-contrast.ts';

/**
 * Paints a shade: as strong as the wash within a turned box, and fading out around it.
 *
 * @param fade Pixels over which it fades.
 * @param area The pixels to paint, in the picture.
 */
export function paintShade(
  box: Placement,
  radians: number,
  fade: number,
  { colour, opacity }: Wash,
  area: Placement,
): Patch {
  const data = new Uint8Array(4 * area.width * area.height);
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const x = box.left + box.width / 2 - area.left;
  const y = box.top + box.height / 2 - area.top;
  let at = 0;
  for (let row = 0; row < area.height; row++)
    for (let column = 0; column < area.width; column++) {
      // Seen from the box's middle, along its sides.
      const [across, down] = [column + 0.5 - x, row + 0.5 - y];
      const beside = Math.max(0, Math.abs(across * cos + down * sin) - box.width / 2);
      const above = Math.max(0, Math.abs(down * cos - across * sin) - box.height / 2);
      const strength = fadeOut(Math.hypot(beside, above) / fade);
      data.set(colour, at);
      data[at + 3] = Math.round(255 * opacity * strength);
      at += 4;
    }
  return { ...area, data };
}

/** From 1 at 0 to 0 at 1, without a visible edge at either. */
function fadeOut(distance: number): number {
  return Math.max(0, 1 - distance ** 2) ** 2;
}
