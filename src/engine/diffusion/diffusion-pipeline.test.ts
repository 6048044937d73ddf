import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  filesOfFolder,
  NO_REFERENCE,
  readReferenceJson,
  REFERENCE,
} from '../../../e2e/fixtures/reference-models.ts';
import type { Ort } from '../host.ts';
import { createArrayArithmetic } from './arithmetic/array-arithmetic.ts';
import type { DiffusionPipeline } from './diffusion-pipeline.ts';
import {
  checkGoldenCase,
  loadGoldenPipeline,
  type GoldenRuntime,
} from './diffusion-pipeline.contract.ts';

const runtime: GoldenRuntime = {
  ort: ort as unknown as Ort,
  arithmetic: createArrayArithmetic(ort as unknown as Ort),
  executionProvider: 'cpu',
  files: {
    read: async (path) => new Uint8Array(await readFile(join(REFERENCE ?? '', path))),
    openModel: filesOfFolder,
  },
};
const { pipelines } = REFERENCE
  ? readReferenceJson<{ pipelines: Record<string, { cases: string[] }> }>('index.json')
  : { pipelines: {} };

describe.skipIf(!REFERENCE)(
  `pictures of diffusers, on onnxruntime-node${REFERENCE ? '' : `: ${NO_REFERENCE}`}`,
  () => {
    describe.each(Object.entries(pipelines))('%s', (name, { cases }) => {
      let pipeline: DiffusionPipeline;
      beforeAll(async () => {
        pipeline = await loadGoldenPipeline(runtime, name);
      });
      afterAll(() => pipeline.dispose());
      it.each(cases)('%s', (id) => checkGoldenCase(runtime, pipeline, `goldens/${name}/${id}`));
    });
  },
);
