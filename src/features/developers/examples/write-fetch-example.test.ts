import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { writeFetchExample } from './write-fetch-example.ts';

it.each(['chat', 'picture', 'speech'])('the %s example is JavaScript of its own', (name) => {
  const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
  const code = writeFetchExample(source, { base: 'https://a.test/v1', model: 'a/b' });
  expect(code).toContain("const base = 'https://a.test/v1';");
  expect(code).toContain('await fetch(`${base}/');
  expect(code).not.toMatch(/signal|import|export|ExampleRun/);
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as new (
    code: string,
  ) => unknown;
  expect(() => new AsyncFunction(code)).not.toThrow();
});
