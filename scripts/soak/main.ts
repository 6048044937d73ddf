/**
 * `npm run soak -- --minutes 30`: works in the built studio over and over and fails where it or its
 * server takes ever more.
 */
import { parseArgs } from 'node:util';
import { runSoak } from './run-soak.ts';
import { describeUsage } from './usage.ts';

const HELP = `Usage: npm run soak -- [--minutes 30]
Rounds of chat, sticker, reading, all screens, import and deletion with the built-in models in
headless Chromium. Tells heap, nodes, listeners, workers, handles and memory at start and end, and
fails where one of them grew beyond its bound.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '30' }, help: { type: 'boolean' } },
  });
  if (values.help) return void process.stdout.write(HELP);
  const minutes = Number(values.minutes);
  if (!(minutes > 0))
    throw new Error(`--minutes must be a positive number, not "${values.minutes}".`);
  const { start, end, rounds, problems } = await runSoak(minutes, (count) =>
    process.stderr.write(`Round ${count}\n`),
  );
  process.stdout.write(`${rounds} rounds\n${describeUsage(start, end)}\n`);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
