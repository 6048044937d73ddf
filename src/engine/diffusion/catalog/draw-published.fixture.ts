/**
 * Each image model in the catalogue draws with graphs of the published signatures, and receives
 * what its makers' programs give it. Sources: microsoft/webnn-developer-preview (sd-turbo,
 * stable-diffusion-1.5, sdxl-turbo, z-image-turbo), dakenf/diffusers.js, and the files as the hub
 * lists them.
 */
import * as ort from 'onnxruntime-node';
import type { Tensor } from 'onnxruntime-common';
import type { PublishedFiles } from '../../../../e2e/fixtures/published-pipelines.ts';
import { TEST_GPU } from '../../adapter.fixture.ts';
import type { ComputeHost, Ort } from '../../host.ts';
import { CATALOG } from '../../models/catalog.ts';
import { pinManifest } from '../../models/hub/pin-manifest.ts';
import {
  isForTask,
  keyOfFile,
  type ImageManifest,
  type ManifestOf,
  type ModelManifest,
} from '../../models/manifest.ts';
import { createArrayArithmetic, toFloat32 } from '../arithmetic/array-arithmetic.ts';
import type { ImageEvent, ImageRequest } from '../diffusion-engine.ts';
import { createDiffusionEngine } from '../pipeline-diffusion-engine.ts';

/** A graph's inputs in one run. */
export type Feeds = Record<string, { type: string; dims: readonly number[]; values: number[] }>;

export interface Published {
  files: PublishedFiles;
  /** Files of the repository that the manifest must not take. */
  others?: readonly string[];
  /** What else is installed: the decoder of TAESD. */
  taesd?: Uint8Array<ArrayBuffer>;
}

export function findModel(id: string): ImageManifest {
  const manifest = CATALOG.find((candidate) => candidate.id === id);
  if (!manifest || !isForTask(manifest, 'image')) throw new Error(`${id} is not in the catalogue.`);
  return manifest;
}

const TAESD = findTaesd();
function findTaesd(): ManifestOf<'preview'> {
  const found = CATALOG.find((manifest) => isForTask(manifest, 'preview'));
  if (!found) throw new Error('TAESD is not in the catalogue.');
  return found;
}

/** The manifest as a hub with these files completes it. */
function pin(manifest: ImageManifest, { files, others = [] }: Published) {
  const entry = (path: string, size: number) => ({ type: 'file', path, size, oid: 'ab' });
  const tree = [
    ...[...files].map(([path, bytes]) => entry(path, bytes.length)),
    ...others.map((path) => entry(path, 1)),
  ];
  const answer = (url: string) =>
    Response.json(url.includes('/revision/') ? { sha: 'c0ffee' } : tree);
  return pinManifest(manifest, {
    url: 'https://hub.example',
    fetch: (async (url: string) => answer(url)) as typeof fetch,
  });
}

/** Draws with these files on the processor, and says what each graph was given, run by run. */
export async function draw(id: string, published: Published, request: Partial<ImageRequest> = {}) {
  const manifest = (await pin(findModel(id), published)) as ImageManifest;
  const runs = new Map<string, Feeds[]>();
  const host = createHost(manifest, published, runs);
  const whole = { model: id, prompt: 'a cat', seed: 1, ...request };
  const events: ImageEvent[] = [];
  for await (const event of createDiffusionEngine(host).generate(
    whole,
    new AbortController().signal,
  ))
    events.push(event);
  const { graphs } = manifest.pipeline;
  return {
    manifest,
    pictures: events.flatMap((event) => (event.type === 'image-end' ? [event] : [])),
    corrections: events.flatMap((event) =>
      event.type === 'generation-start' ? event.corrections : [],
    ),
    given: (role: keyof typeof graphs) => runs.get(graphs[role] ?? '') ?? [],
    previews: events.flatMap((event) =>
      event.type === 'step-end' && event.preview ? [event.preview] : [],
    ),
    previewed: runs.get(TAESD.id) ?? [],
  };
}

/** With the model installed, and TAESD where it was published too. */
function createHost(
  manifest: ImageManifest,
  { files: own, taesd }: Published,
  runs: Map<string, Feeds[]>,
): ComputeHost {
  const installed = new Map<string, ModelManifest>([[manifest.id, manifest]]);
  const files = new Map(own);
  const byKey = new Map([...files].map(([path, bytes]) => [keyOfFile(manifest, path), bytes]));
  if (taesd) {
    installed.set(TAESD.id, TAESD);
    files.set(TAESD.id, taesd);
    byKey.set(keyOfFile(TAESD, TAESD.graph), taesd);
  }
  const runtime = recordRuns(files, runs);
  const arithmetic = createArrayArithmetic(runtime);
  return {
    device: { adapter: TEST_GPU, wasmThreads: 1 },
    weightBudgetBytes: {},
    weights: {
      match: () => Promise.reject(new Error('not asked for')),
      open: async (key) => new Blob([byKey.get(key) ?? new Uint8Array(0)]),
      put: () => Promise.reject(new Error('read-only')),
      delete: () => Promise.resolve(false),
      list: () => Promise.resolve([]),
      size: () => Promise.resolve(0),
    },
    findModel: async (wanted) => {
      const found = installed.get(wanted);
      const dtypes = found?.variants.map(({ dtype }) => dtype) ?? [];
      return found && { manifest: found, dtypes, installedAt: 0, lastUsedAt: 0 };
    },
    startOrt: () => Promise.resolve(),
    loadOrt: () => Promise.resolve(runtime),
    loadCompute: () => Promise.resolve({ ort: runtime, executionProvider: 'cpu', arithmetic }),
  };
}

/** ONNX Runtime, noting what graphs are given. A graph is known by its bytes. */
function recordRuns(files: PublishedFiles, runs: Map<string, Feeds[]>): Ort {
  const { Tensor: OrtTensor, env } = ort;
  async function create(bytes: Uint8Array, options: ort.InferenceSession.SessionOptions) {
    const [path = ''] =
      [...files].find(([, candidate]) => Buffer.from(candidate).equals(bytes)) ?? [];
    const session = await ort.InferenceSession.create(bytes, options);
    const { inputMetadata, outputMetadata } = session;
    return {
      inputMetadata,
      outputMetadata,
      run(feeds: Record<string, Tensor>) {
        runs.set(path, [...(runs.get(path) ?? []), describeFeeds(feeds)]);
        return session.run(feeds as ort.InferenceSession.OnnxValueMapType);
      },
      release: () => session.release(),
    };
  }
  return { Tensor: OrtTensor, env, InferenceSession: { create } } as unknown as Ort;
}

function describeFeeds(feeds: Record<string, Tensor>): Feeds {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, tensor]) => {
      const { type, dims } = tensor;
      return [name, { type, dims, values: Array.from(toFloat32(tensor)) }];
    }),
  );
}

/** Types and shapes alone. */
export const formsOf = (feeds: Feeds | undefined) =>
  Object.fromEntries(
    Object.entries(feeds ?? {}).map(([name, { type, dims }]) => [
      name,
      `${type} ${dims.join('×')}`,
    ]),
  );
export const valuesOf = (runs: readonly Feeds[], name: string) =>
  runs.map((feeds) => feeds[name]?.values[0]);
