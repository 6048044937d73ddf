import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningRay {
  url: string;
  /** Ends every process of it; resolves with how many would not end by themselves. */
  stop(): Promise<number>;
}

/** Ray Serve gives running answers a minute. */
const END_MS = 75_000;
const KILLED_MS = 5000;

/**
 * Starts a Ray of its own on a free port of the loopback interface, with its files in a folder of
 * its own, and waits until the model answers. Throws with the end of its log if it ends before.
 */
export async function startRay(
  python: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<RunningRay> {
  // A short path: Ray's sockets lie deep in it, and names of sockets end at 107 bytes.
  const folder = await mkdtemp(join(tmpdir(), 'triptych-ray-'));
  const log = await open(join(folder, 'log.txt'), 'w');
  const child = spawn(
    python,
    [resolve('deploy/ray-serve/main.py'), '--port', '0', '--folder', folder, ...args],
    // A session of its own: Ctrl-C reaches this program, which ends Ray in order.
    { cwd: folder, detached: true, stdio: ['ignore', 'pipe', log.fd] },
  );
  const ended = once(child, 'exit').catch(() => undefined);
  // However this program ends.
  const killAll = () => void killWithin(folder);
  process.once('exit', killAll);
  const stop = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
    const left = killWithin(folder);
    for (let waited = 0; listWithin(folder).length > 0 && waited < KILLED_MS; waited += 50)
      await sleep(50);
    process.off('exit', killAll);
    await log.close();
    await rm(folder, { recursive: true, force: true });
    return left;
  };
  try {
    return { url: await readAddress(child, signal), stop };
  } catch (thrown) {
    const said = await readFile(join(folder, 'log.txt'), 'utf8');
    await stop();
    if (signal.aborted) throw thrown;
    throw new Error(`Ray Serve did not start.\n${said.slice(-4000)}`, { cause: thrown });
  }
}

async function readAddress({ stdout }: ChildProcess, signal: AbortSignal): Promise<string> {
  if (!stdout) throw new Error('Ray Serve says nothing.');
  for await (const line of createInterface({ input: stdout, signal })) {
    const [, url] = /^\{"url": "(.*)"\}$/.exec(line) ?? [];
    if (!url) continue;
    // A pipe that nobody reads would fill up with what replicas say.
    stdout.resume();
    return url;
  }
  signal.throwIfAborted();
  throw new Error('Ray Serve has ended.');
}

/** Kills what still works within the folder, as every process of that Ray does: never another Ray. */
function killWithin(folder: string): number {
  return listWithin(folder).filter((pid) => {
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
      return false;
    }
  }).length;
}

function listWithin(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => isWithin(pid, folder))
    .map(Number);
}

function isWithin(pid: string, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    // It has ended, or is another user's.
    return false;
  }
}
