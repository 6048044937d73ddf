import { readFile, writeFile } from 'node:fs/promises';
import type { BenchRow } from './bench.ts';

const FILE = 'docs/benchmarks.md';
const HEADING =
  '# Benchmarks\n\nEach table is written by `npm run bench -- <name>`; both sides take turns in one run.\n';

/** Puts a bench's table in place of its last one. */
export async function writeTable(
  name: string,
  about: string,
  machine: string,
  rows: readonly (BenchRow & { ratio: number })[],
): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => HEADING);
  const [open, close] = [`<!-- bench ${name} -->`, `<!-- end of bench ${name} -->`];
  const block = `${open}\n\n${about}\n\nMachine: ${machine}.\n\n${formatTable(rows)}\n\n${close}`;
  const [start, end] = [before.indexOf(open), before.indexOf(close)];
  const isThere = start >= 0 && end > start;
  const after = isThere
    ? before.slice(0, start) + block + before.slice(end + close.length)
    : `${before.trimEnd()}\n\n## ${name}\n\n${block}\n`;
  await writeFile(FILE, after);
}

function formatTable(rows: readonly (BenchRow & { ratio: number })[]): string {
  const cells = [
    ['what', 'ours', 'peer', 'peer is', 'ours / peer'],
    ...rows.map(({ what, ours, peer, peerName, unit, ratio }) => [
      what,
      `${formatNumber(ours)} ${unit}`,
      `${formatNumber(peer)} ${unit}`,
      peerName,
      ratio.toFixed(2),
    ]),
  ];
  const widths =
    cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = cells.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** To a digit that still says something: 12,013, 57.2, 0.04. */
export function formatNumber(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toFixed(value > 0 && value < 0.95 ? 2 : 1);
}
