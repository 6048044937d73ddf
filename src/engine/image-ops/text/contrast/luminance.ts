/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** WCAG 2.2's relative luminance of an sRGB colour: 0 for black, 1 for white. */
export function relativeLuminance([red, green, blue]: Rgb): number {
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue);
}

function toLinear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/**
 * WCAG 2.2's contrast ratio of two luminances, 1 to 21.
 *
 * @example
 * contrastRatio(1, 0); // → 21
 */
export function contrastRatio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** One colour over another, as canvases and browsers mix them. */
export function mixOver(top: Rgb, opacity: number, below: Rgb): Rgb {
  const mix = (at: 0 | 1 | 2) => top[at] * opacity + below[at] * (1 - opacity);
  return [mix(0), mix(1), mix(2)];
}
