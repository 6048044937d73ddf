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
      pairs: z.array(z.array(wholeBetween(0, 9))),
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
      { name: 'pairs', value: { kind: 'json' }, isRequired: true },
    ]);
  });

  it('tells of groups, lists of groups, files, and numbers that may be a word', () => {
    const valueOf = (op: string, name: string) =>
      optionsOf(op).find((option) => option.name === name)?.value;
    const left = { name: 'color', value: { kind: 'text' }, default: '#000000' };
    expect(valueOf('overlay', 'outline')).toMatchObject({
      kind: 'group',
      options: [left, { name: 'width', value: { kind: 'number', min: 0, max: 500 } }],
    });
    expect(valueOf('overlay', 'size')).toMatchObject({ kind: 'number', min: 4, word: 'fit' });
    expect(valueOf('moderate', 'thresholds')).toMatchObject({
      kind: 'group',
      options: [{ name: 'porn', default: 0.6 }, { name: 'hentai' }, { name: 'sexy' }],
    });
    expect(valueOf('derivatives', 'sizes')).toMatchObject({
      kind: 'rows',
      options: [{ name: 'name' }, { name: 'width', isRequired: true }, { name: 'height' }, {}],
    });
    expect(valueOf('watermark', 'image')).toEqual({ kind: 'file' });
  });

  it.each([...OPERATIONS.values()])('leaves nothing of $name to JSON', (operation) => {
    const kinds = describeOptions(operation).map(({ value }) => value.kind);
    expect(kinds).not.toContain('json');
  });

  it.each([...OPERATIONS.values()])('can tell of $name', (operation) => {
    expect(() => describeOptions(operation)).not.toThrow();
  });
});
