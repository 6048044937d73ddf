/**
 * What a visitor's browser fetches before any model is asked for: the scripts and styles of the
 * first page, at most 200 kB gzip. And whether the list of licences has the packages of all parts of
 * the build.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT_BYTES = 200_000;
const FOLDER = 'dist';

const html = await readFile(join(FOLDER, 'index.html'), 'utf8');
const first = Array.from(
  html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g),
  ([, path]) => path ?? '',
);
/** Loaded lazily like every screen, but it is the one that a visitor sees first. */
const firstScreen = (await readdir(join(FOLDER, 'assets'))).filter((name) =>
  /^HomeRoute-.*\.js$/.test(name),
);
if (firstScreen.length !== 1) throw new Error('The chunk of the first screen was not found.');
const files = await collectImports([...first, ...firstScreen.map((name) => `assets/${name}`)]);
const sizes = await Promise.all(
  files.map(async (path) => ({ path, bytes: gzipSync(await readFile(join(FOLDER, path))).length })),
);
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { path, bytes } of sizes)
  process.stdout.write(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${path}\n`);
process.stdout.write(
  `${(total / 1000).toFixed(1).padStart(7)} kB  in all, of ${LIMIT_BYTES / 1000}\n`,
);
if (total > LIMIT_BYTES) {
  process.stderr.write('The first page is too heavy: load what it does not need at once lazily.\n');
  process.exit(1);
}

/** One that is in the page, in a worker, in the service worker, and as a font. */
const LISTED = ['react', 'wasm-vips', 'workbox-precaching', '@fontsource/noto-color-emoji'];
const licences = await readFile(join(FOLDER, 'THIRD_PARTY.txt'), 'utf8');
const missing = LISTED.filter((name) => !licences.includes(`\n## ${name} `));
if (missing.length > 0) {
  process.stderr.write(
    `THIRD_PARTY.txt does not list ${missing.join(', ')}: see vite.config.ts.\n`,
  );
  process.exit(1);
}

/** The files and what they import statically, each once. */
async function collectImports(
  paths: readonly string[],
  seen = new Set<string>(),
): Promise<string[]> {
  for (const path of paths.map((each) => each.replace(/^\.\//, ''))) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!path.endsWith('.js')) continue;
    const code = await readFile(join(FOLDER, path), 'utf8');
    const imported = Array.from(
      code.matchAll(/(?:^|[;}\s])import\s*(?:[\w*{},$\s]+from\s*)?["']\.\/([^"']+\.js)["']/g),
      ([, name]) => `assets/${name}`,
    );
    await collectImports(imported, seen);
  }
  return [...seen];
}
