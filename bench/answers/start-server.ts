import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a server's process is asked, and what it says. */
export type ServerAsk = 'memory';
export type ServerWord = { type: 'open'; url: string } | { type: 'memory'; bytes: number };

export interface RunningServer {
  url: string;
  /** Bytes that are in use once garbage is collected, of the server alone, without its engines. */
  measureMemory(): Promise<number>;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('server.process.ts', import.meta.url));

/** The API over `pacedChat`, which runs in a third process as engines do. */
export const startPacedServer = () => startServer('paced');

/** The server as people run it, with a folder of its own. `environment`: its settings. */
export async function startWholeServer(
  environment: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'triptych-bench-'));
  const own = { TRIPTYCH_PORT: '0', TRIPTYCH_MODELS: '', TRIPTYCH_DATA: folder };
  const server = await startServer('whole', { ...own, ...environment });
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

async function startServer(
  kind: 'paced' | 'whole',
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const child = fork(SCRIPT, [kind], {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'exit');
  const hear = async (): Promise<ServerWord> => {
    const died = ended.then(() => {
      throw new Error('A server of the bench ended before its time.');
    });
    const [word] = (await Promise.race([once(child, 'message'), died])) as [ServerWord];
    return word;
  };
  const first = await hear();
  return {
    url: first.type === 'open' ? first.url : '',
    async measureMemory() {
      child.send('memory' satisfies ServerAsk);
      const word = await hear();
      return word.type === 'memory' ? word.bytes : Number.NaN;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
