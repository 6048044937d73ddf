/**
 * `npm run fuzz -- --factor 20`: feeds every reader of what people drop, type or store with as many
 * times more inputs than `npm test` does.
 */
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

const HELP = `Usage: npm run fuzz -- [--factor 20] [--seed N]
Other inputs each time, unless a seed is given. A fault prints the plan of its input.
`;
const MINUTE_MS = 60_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      factor: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return void process.stdout.write(HELP);
  const [factor, seed] = [Number(values.factor), Number(values.seed)];
  if (!(factor > 0)) throw new Error(`--factor must be a positive number, not "${values.factor}".`);
  if (!Number.isInteger(seed))
    throw new Error(`--seed must be a whole number, not "${values.seed}".`);
  process.stdout.write(`Seed ${seed}, ${factor} times the inputs\n`);
  process.env.FUZZ_SEED = String(seed);
  process.env.FUZZ_FACTOR = String(factor);
  const run = { run: true, project: ['node'], testTimeout: Math.max(1, factor) * MINUTE_MS };
  const vitest = await startVitest('test', ['fuzz'], run);
  await vitest.close();
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 1;
});
