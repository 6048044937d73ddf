import { expect, it } from 'vitest';
import { compileSchema } from '../json/compile-schema.ts';
import { writeGbnf } from './write-gbnf.ts';

const write = (schema: Record<string, unknown>, isBehindThought?: boolean) =>
  writeGbnf(compileSchema(schema), isBehindThought).split('\n');

it('writes fixed texts as literals, with every letter that means something spelt out', () => {
  expect(write({ enum: ['a"\\', 'é', '😀'] })).toEqual([
    'root ::= rule-0',
    String.raw`rule-0 ::= "\x22a\x5C\x22\x5C\x5C\x22" | "\x22\xE9\x22" | "\x22\U0001F600\x22"`,
  ]);
});

it('writes an automaton as a rule for each state', () => {
  const [, rule, ...states] = write({ type: 'integer', minimum: 0, maximum: 12 });
  expect(rule).toBe('rule-0 ::= text-0-0');
  expect(states.some((line) => /^text-0-\d+ ::= .*\[0-2\]/.test(line))).toBe(true);
});

it('lets a schema refer to itself', () => {
  const lines = write({
    type: 'object',
    properties: { next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } },
    required: ['next'],
    additionalProperties: false,
  });
  const named = new Set(lines.map((line) => line.split(' ')[0]));
  const used = lines.flatMap((line) => line.match(/\b(?:rule|text)-[\d-]+/g) ?? []);
  expect(used.filter((name) => !named.has(name))).toEqual([]);
});

it('lets a thought end first', () => {
  const lines = write({ const: 1 }, true);
  expect(lines[0]).toBe('root ::= thought-0');
  expect(lines[1]).toBe(String.raw`thought-0 ::= [\x3C] thought-1 | [^\x3C] thought-0`);
  expect(lines[8]).toBe(
    String.raw`thought-7 ::= [\x3E] rule-0 | [\x3C] thought-1 | [^\x3E\x3C] thought-0`,
  );
});
