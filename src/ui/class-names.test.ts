import { readdirSync, readFileSync } from 'node:fs';
import { twMerge } from 'tailwind-merge';
import { expect, it } from 'vitest';
import { joinClasses } from './class-names.ts';

/** Every Tailwind class in the sources, without its conditions. */
function collectClasses(): string[] {
  const classes = new Set<string>();
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.tsx')))
    for (const [, , text = ''] of readFileSync(`src/${file}`, 'utf8').matchAll(STRING))
      for (const word of text.split(/\s+/).map(removeConditions))
        if (word && twMerge(`${word} ${word}`) === word) classes.add(word);
  return [...classes];
}

const STRING = /(['"`])((?:(?!\1)[^\\\n])*)\1/g;

/** `touch:hover:h-11` without what stands before colons outside brackets. */
function removeConditions(word: string): string {
  return word.replace(/^(?:(?:\[[^\]]*\]|\([^)]*\)|[^:[(])*:)+/, '');
}

it('knows which classes contradict each other as tailwind-merge does', () => {
  const classes = collectClasses();
  expect(classes.length).toBeGreaterThan(400);
  const wrong: string[] = [];
  for (const first of classes)
    for (const second of classes) {
      if (first === second) continue;
      const expected = twMerge(first, second);
      if (joinClasses(first, second) !== expected) wrong.push(`${first} ${second} → ${expected}`);
    }
  expect(wrong).toEqual([]);
}, 60_000);

it('keeps what has other conditions, and what it does not know', () => {
  expect(joinClasses('h-8', 'touch:h-11', false, 'h-10', 'unknown')).toBe(
    'touch:h-11 h-10 unknown',
  );
});
