import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ENCODINGS, type Encoding } from './choose-encoding.ts';

/**
 * What files take on the way, by their path in the folder: as they are, and in the smallest
 * encoding. Bytes.
 */
export type TransferSizes = Record<string, { bytes: number; encodedBytes: number }>;

/**
 * Puts `x.br` and `x.gz` beside each file of a folder that gets smaller by it. What was compressed
 * once is taken from the cache, whose files are named by what they are made of; what this folder
 * does not need is removed from there.
 */
export async function precompress(folder: string, cacheFolder: string): Promise<TransferSizes> {
  await mkdir(cacheFolder, { recursive: true });
  const paths = await listCompressible(folder);
  const sizes: TransferSizes = {};
  const used = new Set<string>();
  async function compressNext(): Promise<void> {
    for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
      const bytes = await readFile(join(folder, path));
      const name = createHash('sha256').update(bytes).digest('hex');
      const encoded = await Promise.all(
        ENCODINGS.map(async (encoding) => {
          const kept = `${name}-${VERSION}${encoding.ending}`;
          used.add(kept);
          const smaller = await findOrCompress(join(cacheFolder, kept), bytes, encoding);
          const isWorthIt = smaller.length < bytes.length * WORTHWHILE;
          if (isWorthIt) await writeFile(join(folder, path + encoding.ending), smaller);
          return isWorthIt ? smaller.length : bytes.length;
        }),
      );
      sizes[path] = { bytes: bytes.length, encodedBytes: Math.min(...encoded) };
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, compressNext));
  await forgetOthers(cacheFolder, used);
  return sizes;
}

/**
 * The same for the built studio, with a file that tells the page what the first press of a button
 * will bring.
 */
export async function compressBuild(folder: string, cacheFolder: string): Promise<void> {
  const sizes = await precompress(folder, cacheFolder);
  const told = Object.entries(sizes).filter(([path]) => FETCHED_LATE.test(path));
  const rows = told.map(([path, { bytes, encodedBytes }]) => [path, [bytes, encodedBytes]]);
  const text = JSON.stringify(Object.fromEntries(rows));
  await writeFile(join(folder, TRANSFER_SIZES), text);
  await writeFile(join(folder, `${TRANSFER_SIZES}.gz`), await promisify(gzip)(text));
}

const TRANSFER_SIZES = 'transfer-sizes.json';
/** Models, runtimes and workers. */
const FETCHED_LATE = /^starter\/|^assets\/(ort-wasm-|[\w-]+\.worker-)/;

/** Counted up when the same bytes are to be compressed in another way. */
const VERSION = 1;
/** A file that stays larger than this part of itself is sent as it is. */
const WORTHWHILE = 0.95;
const MIN_BYTES = 512;
/** Compressed by their formats. */
const DENSE = new Set(['.br', '.gz', '.png', '.woff', '.woff2']);

/**
 * Paths with `/`, the largest files first, so that the last one to be compressed is a small one.
 */
async function listCompressible(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter(
        (entry) => entry.isFile() && !DENSE.has(extname(entry.name)) && !UNSENT.has(entry.name),
      )
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return {
          path: path.slice(folder.length + 1).replaceAll('\\', '/'),
          size: (await stat(path)).size,
        };
      }),
  );
  return files
    .filter(({ size }) => size >= MIN_BYTES)
    .sort((a, b) => b.size - a.size)
    .map(({ path }) => path);
}

/** Read by hosts, not by browsers. */
const UNSENT = new Set(['_headers']);

async function findOrCompress(cached: string, bytes: Buffer, encoding: Encoding): Promise<Buffer> {
  const known = await readFile(cached).catch(() => undefined);
  if (known) return known;
  const made = await COMPRESSORS[encoding.encoding](bytes);
  // Renamed when it is whole: a build that is stopped leaves no half of a file for the next one. Two
  // files with the same content may be here at once.
  const part = `${cached}.${randomUUID()}.part`;
  await writeFile(part, made);
  await rename(part, cached);
  return made;
}

const COMPRESSORS: Readonly<Record<Encoding['encoding'], (bytes: Buffer) => Promise<Buffer>>> = {
  br: compressWell,
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Weights are nearly noise: there the slow qualities take minutes for a hundredth. */
const NOISE = 0.7;
const QUICK = 5;
/**
 * The best quality takes 6 s for a megabyte and gives a tenth more than this one, which takes half
 * a second.
 */
const GOOD = 9;
const MAX_BEST_QUALITY_BYTES = 2 ** 18;

async function compressWell(bytes: Buffer): Promise<Buffer> {
  const quick = await compressAt(QUICK, bytes);
  if (quick.length > bytes.length * NOISE) return quick;
  return compressAt(
    bytes.length <= MAX_BEST_QUALITY_BYTES ? constants.BROTLI_MAX_QUALITY : GOOD,
    bytes,
  );
}

const compressAt = (quality: number, bytes: Buffer): Promise<Buffer> =>
  promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

async function forgetOthers(folder: string, used: ReadonlySet<string>): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !used.has(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { force: true })));
}
