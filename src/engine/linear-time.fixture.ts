import { cpuTimeMs } from './cpu-time.fixture.ts';

/** Lengths in UTF-16 units. An eighth of the long text is long enough to be slow where it is squared. */
const SHORT = 4_000;
const LONG = 8 * SHORT;

/** Eight times the text may take so many times as long; one that is squared takes 64 times. */
const MOST_TIMES = 24;

/** What takes less is too short to be measured, and no harm however it grows. */
const NOTHING_MS = 30;

/**
 * How many times as long the work takes for eight times the text, of which `unit` is repeated. 1
 * where both take next to no time.
 */
export function measureGrowth(unit: string, work: (text: string) => unknown): number {
  const time = (length: number) => {
    const text = unit.repeat(Math.ceil(length / unit.length));
    const begin = cpuTimeMs();
    work(text);
    return cpuTimeMs() - begin;
  };
  // The first run compiles.
  time(SHORT / 8);
  const short = time(SHORT);
  return time(LONG) / Math.max(NOTHING_MS, short);
}

/** The texts, each one unit repeated, on which the work grows faster than they do. */
export function findSuperlinear(
  units: readonly string[],
  work: (text: string) => unknown,
): { unit: string; growth: number }[] {
  return units
    .map((unit) => ({ unit, growth: measureGrowth(unit, work) }))
    .filter(({ growth }) => growth > MOST_TIMES);
}

/** What opens, closes, separates or escapes in some language that people type or drop. */
export const HOSTILE_UNITS: readonly string[] = [
  ...' \n\ta1(["{<`\'*_#|>&-:,.\\/$!?語',
  'a ',
  '1,',
  '1.',
  'a: ',
  'a, ',
  '\r\n',
  '](',
  '![',
  '[a](',
  '<a ',
  '<!--',
  '<![CDATA[',
  '{"a":',
  '"\\',
  '(a:1',
  '((a',
  '**a',
  '$a',
  '```\n',
  '- a\n',
  '<think>',
  '<tool_call>',
  'in the style of ',
  'a picture of a ',
  'write a ',
  'without ',
  'and ',
  'Steps: 1, ',
  'Chapter 1\n',
];
