import type { Aspect } from './context.ts';

const SIZE = /(?<![\p{L}\d])(\d{2,5})\s*(?:px)?\s*[x×*✕]\s*(\d{2,5})(?![\d])/giu;
/** Of the ratios that pictures have; others are times and scores. */
const RATIO =
  /(?<![\d:])(1:1|16:9|9:16|4:3|3:4|3:2|2:3|4:5|5:4|21:9|2:1|1:2|5:7|7:5|16:10)(?![\d:])/g;
/** Sides that differ by less count as a square. */
const SQUARE_TOLERANCE = 1.15;

/**
 * The shape that a brief gives in numbers, as a size or a ratio.
 *
 * @example
 * readAspect('Open graph image, 1200x630'); // → { aspect: 'landscape', cue: '1200x630' }
 */
export function readAspect(brief: string): { aspect: Aspect; cue: string } | undefined {
  const size = [...brief.matchAll(SIZE)][0];
  if (size) return { aspect: nameAspect(Number(size[1]), Number(size[2])), cue: size[0] };
  const ratio = [...brief.matchAll(RATIO)][0]?.[0];
  if (!ratio) return undefined;
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return { aspect: nameAspect(width, height), cue: ratio };
}

function nameAspect(width: number, height: number): Aspect {
  if (width >= height * SQUARE_TOLERANCE) return 'landscape';
  return height >= width * SQUARE_TOLERANCE ? 'portrait' : 'square';
}
