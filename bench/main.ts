/**
 * Side-by-side measurements: `npm run bench -- chat`, or all of them without a name. Writes the
 * tables into docs/benchmarks.md; the last line on stdout is one JSON object `{name, machine,
 * rows}`. `--gguf PATH` gives the benches of chat and of the server a model for llama.cpp;
 * `--count N` fills the scale bench with so many of each instead of 10,000.
 */
import { parseArgs } from 'node:util';
import type { Bench, BenchRow } from './bench.ts';
import { describeMachine } from './machine.ts';
import { formatNumber, writeTable } from './write-table.ts';

interface BenchOptions {
  gguf?: string | undefined;
  count?: string | undefined;
}

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<Bench>>> = {
  api: async () => (await import('./api/api-bench.ts')).apiBench,
  bulk: async () => (await import('./bulk/bulk-bench.ts')).bulkBench,
  chat: async ({ gguf }) => (await import('./chat/chat-bench.ts')).createChatBench(gguf),
  'first-minute': async () =>
    (await import('./first-minute/first-minute-bench.ts')).firstMinuteBench,
  images: async () => (await import('./images/images-bench.ts')).imagesBench,
  'image-ops': async () => (await import('./image-ops/image-ops-bench.ts')).imageOpsBench,
  load: async () => (await import('./load/load-bench.ts')).loadBench,
  'long-answer': async () => (await import('./long-answer/long-answer-bench.ts')).longAnswerBench,
  scale: async ({ count }) =>
    (await import('./scale/scale-bench.ts')).createScaleBench(count ? Number(count) : undefined),
  server: async ({ gguf }) => (await import('./server/server-bench.ts')).createServerBench(gguf),
  speech: async () => (await import('./speech/speech-bench.ts')).createSpeechBench(),
  studio: async () => (await import('./studio/studio-bench.ts')).studioBench,
  weights: async () => (await import('./weights/weights-bench.ts')).weightsBench,
};

async function runBench(name: string, options: BenchOptions): Promise<void> {
  const load = BENCHES[name];
  if (!load)
    throw new Error(`There is no bench "${name}". Benches: ${Object.keys(BENCHES).join(', ')}.`);
  const bench = await load(options);
  const rows = (await bench.run()).map((row) => ({ ...row, ratio: row.ours / row.peer }));
  const machine = describeMachine();
  await writeTable(name, bench.about, machine, rows);
  for (const row of rows) process.stdout.write(`${formatRow(row)}\n`);
  process.stdout.write(`${JSON.stringify({ name, machine, rows })}\n`);
}

const formatRow = ({ what, ours, peer, peerName, unit }: BenchRow) =>
  `${what}: ${formatNumber(ours)} ${unit}, ${peerName} ${formatNumber(peer)} ${unit}`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    options: { gguf: { type: 'string' }, count: { type: 'string' } },
    allowPositionals: true,
  });
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES))
    await runBench(name, values);
}

main().catch((thrown: unknown) => {
  process.stderr.write(
    `${thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)}\n`,
  );
  process.exitCode = 1;
});
