import { describe, expect, it } from 'vitest';
import { EngineError } from '../../errors.ts';
import { compileSchema } from './compile-schema.ts';
import type { Rule } from './grammar.ts';
import { EMPTY_SCHEMAS, HELD_SCHEMAS, REFUSED_SCHEMAS } from './held-schemas.fixture.ts';
import { advance, canGoOn, startMatcher, writeEnding } from './matcher.ts';
import { createRandom } from '../../random.fixture.ts';
import { createJudge } from '../../../../e2e/fixtures/json-judge.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

const WALKS = 60;
const MAX_WALK = 120;

/** Writes random text of a grammar, and ends it once it is long. */
function writeAtRandom(grammar: Rule, random: () => number): string {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const length = Math.floor(random() * MAX_WALK);
  let matcher = startMatcher(grammar);
  let text = '';
  while (text.length < length) {
    const edges = matcher.tops.flatMap(
      ({ terminal, state }) => terminal.automaton.edges[state] ?? [],
    );
    if (edges.length === 0 || (matcher.isWhole && random() < 0.1)) break;
    const [from, to] = pick(edges);
    const last = random() < 0.8 ? Math.min(to, from + 90) : to;
    const point = from + Math.floor(random() * (last - from + 1));
    matcher = advance(matcher, point);
    text += String.fromCodePoint(point);
    expect(canGoOn(matcher), text).toBe(true);
  }
  return text + writeEnding(matcher);
}

describe('a text of the grammar', { timeout: 30_000 }, () => {
  const schemas = Object.entries(HELD_SCHEMAS).flatMap(([name, list]) =>
    list.map((schema) => ({ name, schema })),
  );
  it.each(schemas)('parses and fits: $name $schema', ({ schema }) => {
    const judge = createJudge(schema);
    const grammar = compileSchema(schema);
    const random = createRandom(7);
    for (let walk = 0; walk < WALKS; walk++) {
      const text = writeAtRandom(grammar, random);
      expect(judge(text), text).toBe('');
    }
  });

  it('is any JSON value without a schema', () => {
    const grammar = compileSchema(undefined);
    const random = createRandom(3);
    for (let walk = 0; walk < WALKS; walk++) JSON.parse(writeAtRandom(grammar, random));
  });
});

describe('a schema that cannot be enforced', { timeout: 30_000 }, () => {
  it.each(REFUSED_SCHEMAS)('is refused by name: %j', (schema, keyword, pointer) => {
    const thrown = catchError(() => compileSchema(schema));
    expect(thrown).toMatchObject({ code: 'invalid_request', details: { keyword, pointer } });
    expect(thrown.message).toContain(pointer);
  });

  it.each(EMPTY_SCHEMAS)('is refused if nothing fits: %j', (schema) => {
    expect(catchError(() => compileSchema(schema)).message).toContain('Nothing can match it');
  });

  it('is refused quickly if it is huge', () => {
    const options = (level: number): object[] =>
      Array.from({ length: 9 }, (_, index) => ({
        properties: { [`p${level}`]: { const: index } },
        required: [`p${level}`],
      }));
    const schema = {
      type: 'object',
      allOf: Array.from({ length: 9 }, (_, level) => ({ anyOf: options(level) })),
    };
    const begin = cpuTimeMs();
    expect(catchError(() => compileSchema(schema)).message).toMatch(/too large/);
    expect(cpuTimeMs() - begin).toBeLessThan(20_000);
  });

  it('is not refused for being deep', () => {
    let schema: object = { type: 'null' };
    for (let level = 0; level < 1000; level++)
      schema = { type: 'array', items: schema, minItems: 1 };
    const text = writeEnding(startMatcher(compileSchema(schema as Record<string, unknown>)));
    expect(JSON.parse(text)).toBeInstanceOf(Array);
  });
});

function catchError(run: () => unknown): EngineError {
  try {
    run();
  } catch (thrown) {
    return EngineError.from(thrown);
  }
  throw new Error('Nothing was thrown.');
}
