import { expect, it } from 'vitest';
import { findSchemaProblem } from './schema-problem.ts';

it.each([
  ['{"type": ', 'Not valid JSON yet.'],
  ['[]', 'must be an object'],
  ['null', 'must be an object'],
  ['{"type": "array", "contains": {}}', '"contains" is not supported'],
  ['{"type": "string", "maxLenght": 5}', '#/maxLenght'],
])('says what is wrong with %s', async (text, sentence) => {
  expect(await findSchemaProblem(text)).toContain(sentence);
});

it('accepts a schema that can be enforced', async () => {
  expect(await findSchemaProblem('{"type": "string", "maxLength": 5}')).toBeUndefined();
});
