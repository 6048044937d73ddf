import { expect, it } from 'vitest';
import { contrastRatio, relativeLuminance, type Rgb } from './luminance.ts';
import { chooseShade, measureContrast, type Backdrop } from './text-contrast.ts';

const white = [255, 255, 255, 255] as const;
const black = [0, 0, 0, 255] as const;

function backdrop(...colours: Rgb[]): Backdrop {
  return { colours, weights: colours.map(() => 1) };
}

/** Of the examples in WCAG's and WebAIM's documents. */
it.each<[Rgb, Rgb, number]>([
  [[0, 0, 0], [255, 255, 255], 21],
  [[0x77, 0x77, 0x77], [255, 255, 255], 4.48],
  [[0x76, 0x76, 0x76], [255, 255, 255], 4.54],
  [[255, 0, 0], [255, 255, 255], 4],
  [[0, 0, 255], [255, 255, 255], 8.59],
])('is WCAG’s for %j on %j', (text, under, expected) => {
  const ratio = contrastRatio(relativeLuminance(text), relativeLuminance(under));
  expect(ratio).toBeCloseTo(expected, 2);
  expect(measureContrast([...text, 255], backdrop(under), [])).toBeCloseTo(expected, 2);
});

it('is lower on a busy picture than on a plain one that is as light', () => {
  const plain = measureContrast(white, backdrop([128, 128, 128]), []);
  const mixed = backdrop([0, 0, 0], [173, 173, 173]);
  expect(measureContrast(white, mixed, [])).toBeLessThan(plain * 0.7);
});

it('leaves transparent pixels out, and counts what is laid over the picture', () => {
  const half = {
    colours: [
      [255, 255, 255],
      [0, 0, 0],
    ] as Rgb[],
    weights: [0, 1],
  };
  expect(measureContrast(white, half, [])).toBeCloseTo(21);
  const box = { colour: [0, 0, 0] as Rgb, opacity: 1 };
  expect(measureContrast(white, backdrop([255, 255, 255]), [box])).toBeCloseTo(21);
});

it('sees faint text as what it is mixed to', () => {
  expect(measureContrast([0, 0, 0, 0], backdrop([200, 200, 200]), [])).toBeCloseTo(1);
});

it.each([
  ['white', white, [240, 230, 220], [0, 0, 0]],
  ['black', black, [30, 20, 10], [255, 255, 255]],
] as const)('shades behind %s text just as much as it takes', (_, text, under, colour) => {
  const shade = chooseShade(text, backdrop(under), 4.5);
  expect(shade.colour).toEqual(colour);
  expect(measureContrast(text, backdrop(under), [shade])).toBeGreaterThanOrEqual(4.5);
  const fainter = { ...shade, opacity: shade.opacity - 1 / 64 };
  expect(measureContrast(text, backdrop(under), [fainter])).toBeLessThan(4.5);
});

it('needs no shade where the contrast is there', () => {
  expect(chooseShade(white, backdrop([0, 0, 0]), 4.5).opacity).toBe(0);
  expect(chooseShade(white, backdrop([0, 0, 0]), 4.5, 0.35).opacity).toBeGreaterThanOrEqual(0.35);
});

it('finds one for every colour of text', () => {
  for (let grey = 0; grey <= 255; grey += 5) {
    const text = [grey, grey, grey, 255] as const;
    const under = backdrop([grey, grey, grey]);
    const shade = chooseShade(text, under, 4.5);
    expect(measureContrast(text, under, [shade])).toBeGreaterThanOrEqual(4.5);
  }
});
