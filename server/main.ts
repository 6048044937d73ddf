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
import { createLog, type Log } from './log/log.ts';
import { openServer, type OpenServer } from './open-server.ts';

const HELP = `Usage: npm run server -- [command]
Serves the studio and its API. Commands:
  worker  runs jobs of the queue that the settings name, and serves nothing
  keys    create NAME [--days N] [--scope NAME]… [--limit UNIT=N/day]…, list, revoke NAME:
          who may use the API, for what and how much
  backup  FILE: copies the database, also while a server runs
  log     [--limit N] [--before SEQ]: the newest requests, as lines of JSON
  --help  shows this
Settings by environment:
${describeOptions()}`;

type Command = (settings: Settings, args: readonly string[]) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  keys: async ({ data, queue }, args) => {
    const { openDatabase } = await import('./store/database.ts');
    const { openKeys } = await import('./keys/open-keys.ts');
    const { runKeysCommand } = await import('./keys/keys-command.ts');
    const database = openDatabase(data);
    const keys = await openKeys({ queue, database, log: createLog('pretty') });
    const said = await runKeysCommand(keys, args).finally(keys.close);
    database.close();
    process.stdout.write(`${said}\n`);
  },
  backup: async ({ data }, [file, ...more]) => {
    if (file === undefined || more.length > 0) throw new Error('Use backup FILE.');
    const { backUp } = await import('./store/backup.ts');
    backUp(data, file);
    process.stdout.write(`${data} was copied to ${file}.\n`);
  },
  log: async (settings, args) => {
    const { openDatabase } = await import('./store/database.ts');
    const { runLogCommand } = await import('./requests/log-command.ts');
    const database = openDatabase(settings.data);
    process.stdout.write(runLogCommand(database, args));
    database.close();
  },
  worker: async (settings) => {
    const { openWorker } = await import('./jobs/open-worker.ts');
    const log = createLog(settings.log);
    endOnSignals(settings, await openWorker(settings, log), log);
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
  const log = createLog(settings.log);
  const server = await openServer(settings, log);
  process.stdout.write(`Triptych is at ${server.url}/, its API at ${server.url}/v1\n`);
  process.stdout.write(`${describeSettings(settings)}\n`);
  endOnSignals(settings, server, log);
}

/** The first signal lets running answers end, the second one does not. */
function endOnSignals(
  { drainSeconds }: Settings,
  { drain, close }: Pick<OpenServer, 'drain' | 'close'>,
  log: Log,
): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) {
      void close();
      process.exit(1);
    }
    isEnding = true;
    log(`Ending. Running answers have ${drainSeconds} s.`);
    void drain().then(() => process.exit());
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

main(process.argv.slice(2)).catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(1);
});
