import type { Colour } from '../../pixels/with-alpha.ts';
import { contrastRatio, mixOver, relativeLuminance, type Rgb } from './luminance.ts';

/** Pixels under a text, and how much each counts: 0, transparent, to 1. */
export interface Backdrop {
  colours: readonly Rgb[];
  weights: readonly number[];
}

/** A colour that is laid over the backdrop. */
export interface Wash {
  colour: Rgb;
  /** 0 to 1. */
  opacity: number;
}

/**
 * Contrast of a text with what is under it, 1 to 21: with the mean of its luminance, brought nearer
 * to the text's by one standard deviation, because a text on a busy picture is as legible as its
 * less legible half. On a plain picture it is WCAG's contrast.
 */
export function measureContrast(text: Colour, backdrop: Backdrop, washes: readonly Wash[]): number {
  const under = backdrop.colours.map((colour) =>
    washes.reduce<Rgb>((below, wash) => mixOver(wash.colour, wash.opacity, below), colour),
  );
  const { mean, spread } = describe(under.map(relativeLuminance), backdrop.weights);
  const [red, green, blue, alpha] = text;
  const middle = averageColour(under, backdrop.weights);
  const own = relativeLuminance(mixOver([red, green, blue], alpha / 255, middle));
  const nearer = own > mean ? Math.min(own, mean + spread) : Math.max(own, mean - spread);
  return contrastRatio(own, nearer);
}

function describe(values: readonly number[], weights: readonly number[]) {
  const total = sum(weights);
  const mean = sum(values.map((value, at) => value * (weights[at] ?? 0))) / total;
  const squares = values.map((value, at) => (value - mean) ** 2 * (weights[at] ?? 0));
  return { mean, spread: Math.sqrt(sum(squares) / total) };
}

function averageColour(colours: readonly Rgb[], weights: readonly number[]): Rgb {
  const total = sum(weights);
  const average = (band: 0 | 1 | 2) =>
    sum(colours.map((colour, at) => colour[band] * (weights[at] ?? 0))) / total;
  return [average(0), average(1), average(2)];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const STEPS = 64;

/**
 * The faintest wash of black or white, whichever differs more from the text, that gives it this
 * contrast; the strongest if none does.
 */
export function chooseShade(text: Colour, backdrop: Backdrop, wanted: number, atLeast = 0): Wash {
  const [red, green, blue] = text;
  const own = relativeLuminance([red, green, blue]);
  const colour: Rgb = contrastRatio(own, 0) >= contrastRatio(own, 1) ? [0, 0, 0] : [255, 255, 255];
  for (let step = Math.ceil(atLeast * STEPS); step < STEPS; step++) {
    const wash = { colour, opacity: step / STEPS };
    if (measureContrast(text, backdrop, [wash]) >= wanted) return wash;
  }
  return { colour, opacity: 1 };
}
