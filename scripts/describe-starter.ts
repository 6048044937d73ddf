/**
 * Writes the catalogue entries of the built-in models from their files under public/starter, with
 * sizes and hashes. The revision is the hash of those, so that new weights are a new revision: `tsx
 * scripts/describe-starter.ts`.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describePipeline } from '../src/engine/diffusion/layout/describe-pipeline.ts';
import type {
  Dtype,
  ManifestFile,
  ManifestOf,
  ModelManifest,
} from '../src/engine/models/manifest.ts';

/**
 * Sizes and hashes of a model's files; those that `isWeights` takes make the one variant, a voice's
 * file goes to the voice.
 */
export async function describeStarter<T extends ModelManifest>(
  entry: T,
  folder: string,
  dtype: Dtype,
  isWeights = (path: string) => path.startsWith('onnx/'),
): Promise<T> {
  const paths = await listPaths(folder);
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(join(folder, path));
      return { path, sizeBytes: bytes.length, digest: `sha256:${sha256(bytes)}` as const };
    }),
  );
  const voices =
    entry.task === 'speech'
      ? entry.voices.map((voice) => ({
          ...voice,
          file: files.find(({ path }) => path === voice.file.path) ?? voice.file,
        }))
      : [];
  const parts = entry.task === 'phonemes' ? describeParts(entry, files) : undefined;
  const isPart = (path: string) =>
    [...voices.map(({ file }) => file), ...(parts ?? []).flatMap((part) => part.files)].some(
      (file) => file.path === path,
    );
  return {
    ...entry,
    revision: sha256(Buffer.from(files.map(({ digest }) => digest).join('\n'))).slice(0, 40),
    files: files.filter(({ path }) => !isWeights(path) && !isPart(path)),
    variants: [
      { dtype, devices: ['webgpu', 'wasm'], files: files.filter(({ path }) => isWeights(path)) },
    ],
    ...(entry.task === 'image' ? await describeImages(folder, paths) : {}),
    ...(voices.length > 0 ? { voices } : {}),
    ...(parts ? { parts } : {}),
  };
}

/** The languages that are stored one by one, with their files as they are. */
function describeParts(
  { parts }: ManifestOf<'phonemes'>,
  files: readonly ManifestFile[],
): ManifestOf<'phonemes'>['parts'] {
  return parts?.map((part) => ({
    ...part,
    files: part.files.map((known) => files.find(({ path }) => path === known.path) ?? known),
  }));
}

async function listPaths(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function describeImages(folder: string, paths: readonly string[]) {
  const read = async (path: string) => new Uint8Array(await readFile(join(folder, path)));
  const { layout, defaults } = await describePipeline({ paths: new Set(paths), read });
  return { pipeline: layout, defaults };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const isGraph = (path: string) => path.endsWith('.onnx');

const BUILT_IN = [
  { name: 'guide', dtype: 'q8', isWeights: undefined },
  { name: 'stickers', dtype: 'q8', isWeights: isGraph },
  { name: 'realesr-animevideov3', dtype: 'fp32', isWeights: isGraph },
  { name: 'yunet', dtype: 'fp32', isWeights: isGraph },
  { name: 'u2netp', dtype: 'fp32', isWeights: isGraph },
  { name: 'nsfwjs-mobilenet-v2', dtype: 'fp32', isWeights: isGraph },
  { name: 'rivagan', dtype: 'fp32', isWeights: isGraph },
  { name: 'minilm', dtype: 'int8', isWeights: isGraph },
  { name: 'flite', dtype: 'fp32', isWeights: (path: string) => path.endsWith('.wasm') },
  { name: 'espeak-ng', dtype: 'fp32', isWeights: (path: string) => path.endsWith('.wasm') },
  { name: 'espeak-ng-languages', dtype: 'fp32', isWeights: (path: string) => path === 'COPYING' },
] as const;

if (process.argv[1] === import.meta.filename)
  for (const { name, dtype, isWeights } of BUILT_IN) {
    const path = `src/engine/models/catalog/${name}.json`;
    const entry = JSON.parse(await readFile(path, 'utf8')) as ModelManifest;
    const described = await describeStarter(
      entry,
      `public/starter/${entry.repository}`,
      dtype,
      isWeights,
    );
    await writeFile(path, `${JSON.stringify(described, null, 2)}\n`);
  }
