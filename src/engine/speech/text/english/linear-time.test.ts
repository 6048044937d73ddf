import { expect, it } from 'vitest';
import { loadNormalizer } from '../normalizer.ts';
import { tokenize } from '../tokenize.ts';

const english = await loadNormalizer('en-us', false);

/** Time on the processor, the lesser of two tries: what else the machine does does not count. */
function measureMs(text: string): number {
  const tries = Array.from({ length: 2 }, () => {
    const start = process.cpuUsage();
    for (const token of tokenize(text, english))
      if (token.end > text.length) throw new RangeError('beyond the text');
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...tries);
}

/** Eight times the length may cost 24 times the time; with the square it would be 64 times. */
function expectLinear(piece: string, length: number) {
  const row = (characters: number) => piece.repeat(Math.ceil(characters / piece.length));
  measureMs(row(1000));
  const short = measureMs(row(length));
  expect(measureMs(row(8 * length))).toBeLessThan(Math.max(50, 24 * short));
}

it.each(
  '1,|1.|1-|1/|1:|1 |1\u00a0000|5*|10-|+1 |$1-|$|1h |a@|5 km/|X and |-|= 1 - |. |#'.split('|'),
)('takes linear time for a row of %j', { timeout: 60_000 }, (piece) => expectLinear(piece, 1000));

it.each('1|1x|a|a1|a-|a.|a_|aA|A.|IV|0x|http://a|½|²|٣|\u2060|('.split('|'))(
  'takes linear time for one long word of %j',
  { timeout: 60_000 },
  (piece) => expectLinear(piece, 20_000),
);

it('reads 80,000 characters of figures and commas without delay', { timeout: 60_000 }, () => {
  const text = '1,'.repeat(40_000);
  expect(measureMs(text)).toBeLessThan(30 * measureMs(text.slice(0, 8000)));
});
