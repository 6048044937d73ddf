import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCES = [
  'src',
  'workers',
  'public',
  'index.html',
  'vite.config.ts',
  'scripts/build',
  'server/precompress.ts',
  'package-lock.json',
];

/**
 * Builds the studio into dist/ unless the build is newer than its sources, or nothing is here to
 * build with, as in an image. Throws with the compiler's words.
 */
export async function buildStudioIfNeeded(): Promise<void> {
  if (!existsSync('vite.config.ts')) return;
  const built = await stat('dist/service-worker.js').catch(() => undefined);
  const changed = Math.max(...(await Promise.all(SOURCES.map(readNewestChange))));
  if (built && built.mtimeMs > changed) return;
  process.stderr.write('Building the studio\n');
  const { status, stdout, stderr } = spawnSync('npx', ['vite', 'build', '--logLevel', 'warn'], {
    encoding: 'utf8',
    // Whoever asks may be a test, and its build would leave the service worker out.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) throw new Error(`The build failed.\n${stdout}${stderr}`);
}

async function readNewestChange(path: string): Promise<number> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return 0;
  if (!info.isDirectory()) return info.mtimeMs;
  const inside = await Promise.all(
    (await readdir(path)).map((name) => readNewestChange(join(path, name))),
  );
  return Math.max(info.mtimeMs, ...inside);
}
