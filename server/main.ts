/**
 * `npm run server`: the studio, its API and its weights on one origin, with every engine in a process
 * of its own.
 */
import { buildStudioIfNeeded } from './build.ts';
import { describeOptions, describeSettings, readSettings, type Settings } from './config.ts';
import { openServer, type OpenServer } from './open-server.ts';

const HELP = `Usage: npm run server -- [--help]
Serves the studio and its API. Settings by environment:
${describeOptions()}`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  if (args.length > 0) throw new Error(`There is no "${args[0]}". Try --help.`);
  const settings = readSettings(process.env);
  await buildStudioIfNeeded();
  const server = await openServer(settings, say);
  process.stdout.write(`Triptych is at ${server.url}/, its API at ${server.url}/v1\n`);
  process.stdout.write(`${describeSettings(settings)}\n`);
  endOnSignals(settings, server);
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** The first signal lets running answers end, the second one does not. */
function endOnSignals({ drainSeconds }: Settings, { drain, close }: OpenServer): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) {
      close();
      process.exit(1);
    }
    isEnding = true;
    say(`Ending. Running answers have ${drainSeconds} s.`);
    void drain().then(() => process.exit());
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  say(thrown instanceof Error ? thrown.message : String(thrown));
  process.exit(1);
});
