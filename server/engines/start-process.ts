import '../../src/comlink/transfer-handlers.ts';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { wrap, type Remote } from 'comlink';
import { beginLife, type LiveEngine } from '../../src/comlink/engine-connection.ts';
import type { WorkerLife } from '../../src/comlink/expose-engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import type { Log } from '../log/log.ts';
import { connectPorts, SOCKET_FD } from './process-ports.ts';
import { readPrinted } from './say-in-process.ts';

/** What a process is for, and what it is told at its start. */
export interface ProcessProgram {
  /** Of the engine, for people. */
  name: string;
  /** Its script, which calls `exposeInProcess`. */
  script: URL;
  /** As JSON, for `readProcessSettings`. */
  settings?: unknown;
  /** Told each line that the process prints. Default: they go to this process's stderr. */
  log?: Log;
  /** Variables besides this process's own, read at each start. */
  environment?(): Readonly<Record<string, string>>;
}

/** So that a child reads TypeScript, however its parent does. */
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Starts an engine in a process of its own. */
export function startProcess<T>(
  { name, script, settings = {}, log, environment }: ProcessProgram,
  onEnd: (reason: EngineError) => void,
): LiveEngine<T> & { pid: number | undefined; gone: Promise<void> } {
  const child = spawn(
    process.execPath,
    ['--import', LOADER, fileURLToPath(script), JSON.stringify(settings)],
    {
      stdio: ['ignore', log ? 'pipe' : 2, log ? 'pipe' : 2, 'pipe'],
      env: { ...process.env, ...environment?.() },
    },
  );
  for (const output of [child.stdout, child.stderr])
    if (log && output)
      createInterface(output).on('line', (line) => log(...readPrinted(line, name)));
  const socket = child.stdio[SOCKET_FD] as Duplex;
  const { orEnd, end } = beginLife((reason) => {
    child.kill('SIGKILL');
    socket.destroy();
    onEnd(reason);
  });
  const died = (how: string) =>
    end(new EngineError('engine_crashed', `The ${name} engine stopped unexpectedly (${how}).`));
  // What is said to a process that has just died; its exit tells the rest.
  socket.on('error', () => undefined);
  child.on('error', (error) => died(error.message));
  child.on('exit', (code, signal) => died(signal ?? `exit code ${code}`));

  const gone = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });

  const engine = wrap<T & WorkerLife>(connectPorts(socket, 'parent'));
  const alive = (engine as unknown as Remote<WorkerLife>).whenAlive();
  const ready = orEnd(alive);
  ready.catch(() => undefined);
  return { engine: engine as unknown as Remote<T>, ready, orEnd, end, pid: child.pid, gone };
}
