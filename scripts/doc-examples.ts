/** The examples in the docstrings of the engines, as programs that can be run. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export interface DocExample {
  /** `src/engine/files/read-zip.ts:31`. */
  place: string;
  /**
   * A TypeScript module that does what the example does. Whatever the example's own file exports is
   * at hand, and `expression; // → value` is held to the value.
   */
  program: string;
}

const COMMENT = /\/\*\*(?:(?!\*\/)[^])*?@example\n([^]*?)\*\//g;
const EXPECTATION = /^(.*?);? \/\/ → (.*)$/;

/** Every `@example` under a folder, in files that are neither tests nor fixtures. */
export function readDocExamples(folder: string): DocExample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test|\.fixture|\.contract)\.ts$/.test(path))
    .sort()
    .flatMap((path) => readExamples(join(folder, path)));
}

function readExamples(path: string): DocExample[] {
  const source = readFileSync(path, 'utf8');
  return [...source.matchAll(COMMENT)].map(({ index, 1: body = '' }) => {
    const line = source.slice(0, index).split('\n').length;
    return { place: `${path}:${line}`, program: writeProgram(path, source, body) };
  });
}

function writeProgram(path: string, source: string, body: string): string {
  const folder = resolve(dirname(path));
  const lines = body.split('\n').map((line) => line.replace(/^ *\* ?/, ''));
  const isImport = (line: string) => line.startsWith('import ');
  const exported = [...source.matchAll(/^export (?:async )?(?:function\*?|const) (\w+)/gm)];
  const names = exported.map(([, name]) => name).join(', ');
  const imports = lines
    .filter(isImport)
    .map((line) => line.replace(/'(\.[^']+)'/, (_, from: string) => `'${join(folder, from)}'`));
  const statements = lines
    .filter((line) => !isImport(line))
    .map((line) => line.replace(EXPECTATION, 'expect($1).toEqual($2);'));
  return [
    `import { expect } from 'vitest';`,
    `import { ${names} } from '${resolve(path)}';`,
    ...imports,
    'export async function run() {',
    ...statements,
    '}',
    '',
  ].join('\n');
}
