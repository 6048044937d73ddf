/**
 * Side-by-side measurements: `npm run bench -- chat`, or all of them without a name. Writes the tables into docs/benchmarks.md; the last line
 * on stdout is one JSON object `{name, machine, rows}`.
 */
import type { Bench, BenchRow } from './bench.ts';
import { describeMachine } from './machine.ts';
import { writeTable } from './write-table.ts';

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  chat: async () => (await import('./chat/chat-bench.ts')).chatBench,
  'first-minute': async () => (await import('./first-minute/first-minute-bench.ts')).firstMinuteBench,
  images: async () => (await import('./images/images-bench.ts')).imagesBench,
  'long-answer': async () => (await import('./long-answer/long-answer-bench.ts')).longAnswerBench,
  speech: async () => (await import('./speech/speech-bench.ts')).speechBench,
  weights: async () => (await import('./weights/weights-bench.ts')).weightsBench,
};

async function runBench(name: string): Promise<void> {
  const load = BENCHES[name];
  if (!load) throw new Error(`There is no bench "${name}". Benches: ${Object.keys(BENCHES).join(', ')}.`);
  const bench = await load();
  const rows = (await bench.run()).map((row) => ({ ...row, ratio: row.ours / row.peer }));
  const machine = describeMachine();
  await writeTable(name, bench.about, machine, rows);
  for (const row of rows) process.stdout.write(`${formatRow(row)}\n`);
  process.stdout.write(`${JSON.stringify({ name, machine, rows })}\n`);
}

const formatRow = ({ what, ours, peer, peerName, unit }: BenchRow) =>
  `${what}: ${ours.toFixed(1)} ${unit}, ${peerName} ${peer.toFixed(1)} ${unit}`;

async function main(): Promise<void> {
  const [name] = process.argv.slice(2);
  for (const each of name === undefined ? Object.keys(BENCHES) : [name]) await runBench(each);
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}\n`);
  process.exitCode = 1;
});
