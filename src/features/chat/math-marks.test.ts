import { expect, it } from 'vitest';
import { hasMath, writeMathAsDollars } from './math-marks.ts';

it('finds formulas in every form that models write', () => {
  expect(['$$x$$', '\\(x\\)', '\\[x\\]'].map(hasMath)).toEqual([true, true, true]);
  expect(hasMath('it costs $5 and $6')).toBe(false);
});

it('turns brackets into dollars, in lines and apart', () => {
  expect(writeMathAsDollars('so \\(a^2\\) is')).toBe('so $$a^2$$ is');
  expect(writeMathAsDollars('so\\[a^2\n+ 1\\]is')).toBe('so\n$$\na^2\n+ 1\n$$\nis');
});

it('leaves code and half a formula alone', () => {
  for (const text of ['`\\(x\\)`', '```tex\n\\[x\\]\n```', '```tex\n\\[x\\]', 'half \\(x'])
    expect(writeMathAsDollars(text)).toBe(text);
});
