import { cpuTimeMs } from './cpu-time.fixture.ts';

/** Lengths in UTF-16 units. The long text is long enough to be slow where it is squared. */
const SHORT = 2_000;
const LONG = 8 * SHORT;

/** Eight times the text may take so many times as long; one that is squared takes 64 times. */
const MOST_TIMES = 24;

/** What takes less for the long text does no harm: squared, it would take more. */
const HARMLESS_MS = 200;

/**
 * How many times as long the work takes for eight times the text, of which `unit` is repeated. 1
 * where the longer one takes next to no time.
 */
export function measureGrowth(unit: string, work: (text: string) => unknown): number {
  const time = (length: number) => {
    const text = unit.repeat(Math.ceil(length / unit.length));
    const begin = cpuTimeMs();
    work(text);
    return cpuTimeMs() - begin;
  };
  // Nearly all are done here. Compiling counts, which only makes this one slower.
  if (time(LONG) < HARMLESS_MS) return 1;
  const short = time(SHORT);
  return time(LONG) / Math.max(HARMLESS_MS / MOST_TIMES, short);
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
