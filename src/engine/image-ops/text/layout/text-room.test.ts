import { describe, expect, it } from 'vitest';
import { blockOptions } from '../block-options.ts';
import { fitText } from './fit-text.ts';
import { splitGraphemes } from './graphemes.ts';
import { findArea } from './place-block.ts';
import { findRoom } from './text-room.ts';

/** Half an em for each character. */
const measure = (text: string) => splitGraphemes(text).length / 2;

/** A text as it is set on a picture of a size. */
function set(width: number, height: number, text = 'Summer sale from Friday', rotation = 0) {
  const options = blockOptions.parse({ text, rotation });
  const picture = { width, height };
  const radians = (rotation * Math.PI) / 180;
  const room = findRoom(options, picture, findArea(picture, options), radians);
  const fitted = fitText({ text, measure, lineHeight: 1.2, ...room });
  if (!fitted) throw new Error('It does not fit.');
  const { size, lines, isShortened } = fitted;
  const widest = size * Math.max(...lines.map((line) => line.width));
  return { size, widest, high: 1.2 * size * lines.length, isShortened };
}

describe('the size of text that nobody gave one', () => {
  it.each([
    [400, 400, 32],
    [1200, 630, 50],
    [1080, 1920, 86],
    [2000, 1000, 80],
  ])('is 8 percent of the shorter side of %i × %i', (width, height, size) => {
    expect(set(width, height).size).toBe(size);
  });

  it.each([
    ['a cover', 1500, 500, 40],
    ['a profile’s banner', 1584, 396, 45],
    ['a leaderboard', 728, 90, 20],
    ['a large leaderboard', 970, 90, 24],
    ['a banner on a phone', 320, 50, 10],
    ['a strip', 1600, 160, 40],
    ['a thread of a picture', 4000, 100, 40],
  ])('can be read on %s (%i × %i)', (_, width, height, least) => {
    const { size, widest, high, isShortened } = set(width, height);
    expect(size).toBeGreaterThanOrEqual(least);
    expect([isShortened, widest <= width, high <= height]).toEqual([false, true, true]);
  });

  it.each([
    ['a skyscraper', 160, 600],
    ['a story', 90, 160],
    ['a thread', 60, 4000],
  ])('goes by the width of %s (%i × %i), across which it runs', (_, width, height) => {
    const { size, widest, high, isShortened } = set(width, height);
    expect(size).toBe(Math.max(8, Math.round(0.08 * width)));
    expect([isShortened, widest <= width, high <= height]).toEqual([false, true, true]);
  });

  it('is the same for text that runs up a picture as for text along it', () => {
    expect(set(90, 728, 'Sale', 90).size).toBe(set(728, 90, 'Sale').size);
  });

  it('never jumps from one proportion to the next, nor shrinks as a picture becomes wider', () => {
    let before = set(100, 100, 'Sale').size;
    for (let width = 110; width <= 3000; width += 10) {
      const { size } = set(width, 100, 'Sale');
      expect(size - before, `${width}`).toBeGreaterThanOrEqual(0);
      expect(size - before, `${width}`).toBeLessThanOrEqual(1);
      before = size;
    }
  });
});
