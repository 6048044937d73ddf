import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocExamples } from './doc-examples.ts';

/** Within the project, so that packages are found. */
const FOLDER = resolve('.cache/doc-examples');
const examples = readDocExamples('src');

beforeAll(() => mkdirSync(FOLDER, { recursive: true }));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function run(name: string, program: string): Promise<void> {
  const path = `${FOLDER}/${name}.ts`;
  writeFileSync(path, program);
  const module = (await import(/* @vite-ignore */ path)) as { run(): Promise<void> };
  await module.run();
}

describe('the examples in docstrings', () => {
  it('are found', () => expect(examples.length).toBeGreaterThan(15));

  it.each(examples.map((example, index) => ({ ...example, index })))(
    'do what they say: $place',
    ({ index, program }) => run(`example-${index}`, program),
  );

  it('fail where they do not', async () => {
    const [example] = examples;
    const wrong = `${example?.program}`.replace(/\.toEqual\(/, '.not.toEqual(');
    await expect(run('wrong', wrong)).rejects.toThrow('to not deeply');
  });
});
