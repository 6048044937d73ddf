import { expect, it } from 'vitest';
import { parseSizes } from './parse-sizes.ts';

it('sizes are called by what they measure', () => {
  expect(parseSizes('1600x400, 300x600')).toEqual([
    { name: '1600x400', width: 1600, height: 400 },
    { name: '300x600', width: 300, height: 600 },
  ]);
});

it.each(['', '1600', '1600x', '0x400', '1600x400,', '16e2x400', '-1x5', '1600x400x3'])(
  '"%s" is refused with an example',
  (text) => {
    expect(() => parseSizes(text)).toThrow('such as 1600x400,400x400');
  },
);
