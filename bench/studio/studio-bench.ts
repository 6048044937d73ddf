import { installModel } from '../../scripts/demo/install-model.ts';
import { unwrap, type PageResult } from '../../scripts/demo/page-error.ts';
import { parseSizes } from '../../scripts/demo/parse-sizes.ts';
import { openStudio, type StudioSession } from '../../scripts/demo/studio-session.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import {
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_UPSCALE_MODEL,
  FACE_MODEL,
  SALIENCY_MODEL,
} from '../../src/engine/models/catalog.ts';
import type { WantedSize } from '../../src/engine/studio/batch/plan-bases.ts';
import type { StageTime } from '../../src/engine/studio/stages/stages.ts';
import { medianOf, type Bench, type BenchRow } from '../bench.ts';

const ROUNDS = 3;
const MODELS = [BUILT_IN_IMAGE_MODEL, BUILT_IN_UPSCALE_MODEL, FACE_MODEL, SALIENCY_MODEL];

/** Shapes of a page's usual sizes, in sizes that the built-in model reaches and in their own. */
const SETS = [
  { title: 'small sizes', sizes: parseSizes('256x64,240x126,128x128,128x256') },
  { title: 'sizes of a page', sizes: parseSizes('1600x400,1200x630,400x400,300x600') },
] as const;

export const studioBench: Bench = {
  about: `The built-in sticker model, 12 steps, on the processor (wasm) in headless Chromium: four sizes of one motif as one batch, against one batch for each size. Both find the subject, crop, and enlarge where a size needs it, with the same seed; medians of ${ROUNDS} rounds after one that does not count. The rows of stages tell how much of a batch's time each takes, the peer's column being the whole.`,
  async run() {
    const session = await openStudio([]);
    try {
      for (const model of MODELS) await installModel(session, model, {});
      const rows: BenchRow[] = [];
      for (const set of SETS) rows.push(...(await measure(session, set)));
      return rows;
    } finally {
      await session.close();
    }
  },
};

interface Run {
  seconds: number;
  stages: readonly StageTime[];
}

async function measure(
  session: StudioSession,
  { title, sizes }: (typeof SETS)[number],
): Promise<BenchRow[]> {
  const together: Run[] = [];
  const apart: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    process.stderr.write(`${title}: round ${round} of ${ROUNDS}\n`);
    const batch = await makeSizes(session, sizes, round);
    let separate = 0;
    for (const size of sizes) separate += (await makeSizes(session, [size], round)).seconds;
    if (round === 0) continue;
    together.push(batch);
    apart.push(separate);
  }
  const seconds = medianOf(together.map((run) => run.seconds));
  const names = [...new Set(together.flatMap(({ stages }) => stages.map(({ name }) => name)))];
  return [
    {
      what: `four sizes, ${title}`,
      ours: seconds,
      peer: medianOf(apart),
      peerName: 'four generations',
      unit: 's',
    },
    ...names.map((name) => ({
      what: `stage ${name}, ${title}`,
      ours: medianOf(together.map(({ stages }) => secondsOf(stages, name))),
      peer: seconds,
      peerName: 'the whole batch',
      unit: 's',
    })),
  ];
}

const secondsOf = (stages: readonly StageTime[], name: string) =>
  stages.reduce((sum, stage) => sum + (stage.name === name ? stage.ms / 1000 : 0), 0);

async function makeSizes(
  { page }: StudioSession,
  sizes: readonly WantedSize[],
  seed: number,
): Promise<Run> {
  const request = {
    prompt: 'a lighthouse on a blue background',
    model: BUILT_IN_IMAGE_MODEL,
    device: 'wasm' as const,
    numInferenceSteps: 12,
    seed,
    sizes,
  };
  const made: PageResult<Run> = await page.evaluate(async (asked) => {
    const begin = performance.now();
    let stages: readonly StageTime[] = [];
    try {
      const { signal } = new AbortController();
      for await (const event of globalThis.triptych.studio.generateBatch(asked, signal))
        if (event.type === 'finish') ({ stages } = event);
      return { value: { seconds: (performance.now() - begin) / 1000, stages } };
    } catch (thrown) {
      const { code, message, details } = thrown as EngineError;
      return { failure: { code, message, details } };
    }
  }, request);
  return unwrap(made);
}
