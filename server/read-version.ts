import { readFile } from 'node:fs/promises';

/** Of this Triptych, as its package says. */
export async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  return version;
}
