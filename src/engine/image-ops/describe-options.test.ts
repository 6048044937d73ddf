import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { describeOptions } from './describe-options.ts';
import { OPERATIONS } from './operations/operations.ts';
import { oneOf, wholeBetween } from './options.ts';

const optionsOf = (name: string) =>
  describeOptions(OPERATIONS.get(name) ?? { options: z.object() });

describe('describeOptions', () => {
  it('tells ranges, choices, defaults and what must be given', () => {
    expect(optionsOf('resize')).toMatchObject([
      { name: 'width', value: { kind: 'number', min: 1, max: 16383, isWhole: true } },
      { name: 'height', isRequired: false },
      { name: 'fit', value: { kind: 'choice' }, default: 'inside' },
      { name: 'kernel', default: 'lanczos3' },
      { name: 'enlarge', value: { kind: 'flag' }, default: true },
      { name: 'background', value: { kind: 'text' }, default: 'transparent' },
    ]);
    expect(optionsOf('rotate')[0]).toMatchObject({
      name: 'angle',
      value: { min: -360, max: 360, isWhole: false },
      isRequired: true,
    });
  });

  it('sees through a rule about several options at once', () => {
    expect(optionsOf('convert').map(({ name }) => name)).toEqual([
      'format',
      'quality',
      'isLossless',
      'targetBytes',
    ]);
  });

  it('tells lists of words from what only JSON can say', () => {
    const options = z.strictObject({
      sizes: z._default(z.array(oneOf(['og', 'square'])), ['og']),
      formats: z.optional(z.union([oneOf(['webp', 'png']), z.array(oneOf(['webp', 'png']))])),
      factor: z._default(z.literal([2, 4]), 2),
      layers: z.array(z.object({ left: wholeBetween(0, 9) })),
    });
    expect(describeOptions({ options })).toEqual([
      {
        name: 'sizes',
        value: { kind: 'choices', values: ['og', 'square'] },
        isRequired: false,
        default: ['og'],
      },
      {
        name: 'formats',
        value: { kind: 'choices', values: ['webp', 'png'] },
        isRequired: false,
      },
      {
        name: 'factor',
        value: { kind: 'choice', values: [2, 4] },
        isRequired: false,
        default: 2,
      },
      { name: 'layers', value: { kind: 'json' }, isRequired: true },
    ]);
  });

  it.each([...OPERATIONS.values()])('can tell of $name', (operation) => {
    expect(() => describeOptions(operation)).not.toThrow();
  });
});
