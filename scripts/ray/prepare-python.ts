import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const EXAMPLE = resolve('deploy/ray-serve');
const ENVIRONMENT = resolve('.cache/ray-serve');
const PYTHON = join(ENVIRONMENT, 'bin/python');
const PYTHONS = ['python3', 'python3.13', 'python3.12', 'python3.11'];
const IS_FIT = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))';

/**
 * A Python that has what the example needs: from .cache/ray-serve, where it is installed at first
 * and after a change of its packages. Throws an Error of one sentence if there is no Python for it,
 * and with pip's words.
 */
export async function preparePython(
  signal: AbortSignal,
  say: (sentence: string) => void,
): Promise<string> {
  const lists = await Promise.all(
    ['requirements.txt', 'weights.txt'].map((name) => readFile(join(EXAMPLE, name), 'utf8')),
  );
  const wanted = lists.join('\n');
  const stamp = join(ENVIRONMENT, 'installed.txt');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return PYTHON;
  const python = findPython();
  say('Installing Ray Serve, llama.cpp and SmolLM2 into .cache/ray-serve, which takes 690 MB');
  await rm(ENVIRONMENT, { recursive: true, force: true });
  await mkdir(dirname(ENVIRONMENT), { recursive: true });
  await runProgram(python, ['-m', 'venv', ENVIRONMENT], signal);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await runProgram(PYTHON, [...install, '-r', join(EXAMPLE, 'requirements.txt')], signal);
  await runProgram(PYTHON, [...install, '--no-deps', '-r', join(EXAMPLE, 'weights.txt')], signal);
  await writeFile(stamp, wanted);
  return PYTHON;
}

function findPython(): string {
  const found = PYTHONS.find((name) => spawnSync(name, ['-c', IS_FIT]).status === 0);
  if (found) return found;
  throw new Error(
    'Ray Serve needs Python 3.11 or newer with venv and pip, and none was found: install it (Debian: apt install python3-venv).',
  );
}

async function runProgram(program: string, args: string[], signal: AbortSignal): Promise<void> {
  const child = spawn(program, args, { signal, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} has failed.`);
}
