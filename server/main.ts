/**
 * `npm run server`: the studio, its API and its weights on one origin, with every engine in a process
 * of its own.
 */
import { buildStudioIfNeeded } from './build.ts';
import {
  describeOptions,
  describeSettings,
  hidePasswords,
  readSettings,
  type Settings,
} from './config.ts';
import { openServer, type OpenServer } from './open-server.ts';

const HELP = `Usage: npm run server -- [command]
Serves the studio and its API. Commands:
  worker  runs jobs of the queue that the settings name, and serves nothing
  keys    create NAME [--days N] [--scope NAME]… [--limit UNIT=N/day]…, list, revoke NAME:
          who may use the API, for what and how much
  --help  shows this
Settings by environment:
${describeOptions()}`;

type Command = (settings: Settings, args: readonly string[]) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  keys: async ({ data }, args) => {
    const { openDatabase } = await import('./store/database.ts');
    const { createKeyRing } = await import('./keys/keys.ts');
    const { runKeysCommand } = await import('./keys/keys-command.ts');
    const database = openDatabase(data);
    process.stdout.write(`${runKeysCommand(createKeyRing(database), args)}\n`);
    database.close();
  },
  worker: async (settings) => {
    const { openWorker } = await import('./jobs/open-worker.ts');
    endOnSignals(settings, await openWorker(settings, say));
    process.stdout.write(`This worker takes jobs from ${hidePasswords(settings.queue)}\n`);
  },
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === '--help' || args.includes('--help')) return void process.stdout.write(`${HELP}\n`);
  const command = name === undefined ? serve : COMMANDS[name];
  if (!command) throw new Error(`There is no "${name}". Try --help.`);
  await command(readSettings(process.env), args);
}

async function serve(settings: Settings): Promise<void> {
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
function endOnSignals(
  { drainSeconds }: Settings,
  { drain, close }: Pick<OpenServer, 'drain' | 'close'>,
): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) {
      void close();
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
