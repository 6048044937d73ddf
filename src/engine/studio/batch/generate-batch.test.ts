import { describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../../e2e/fixtures/compute-host.ts';
import { createDiffusionEngine } from '../../diffusion/pipeline-diffusion-engine.ts';
import { engine as imageOps } from '../../image-ops/test-pictures.fixture.ts';
import { readParameters } from '../../images/metadata/image-metadata.ts';
import { CATALOG } from '../../models/catalog.ts';
import { once } from '../../once.ts';
import type { PictureEngines } from '../stages/generate-picture.ts';
import type { BatchEvent, BatchRequest } from './batch-request.ts';
import { createEnlargedBases } from './enlarged-bases.ts';
import { generateBatch, type BatchEngines } from './generate-batch.ts';

const engines: PictureEngines = {
  diffusion: createDiffusionEngine(createComputeHost()),
  imageOps,
  listInstalled: () => Promise.resolve(CATALOG.filter(({ origin }) => origin === 'built-in')),
};

async function run(request: BatchRequest, parts: BatchEngines = engines): Promise<BatchEvent[]> {
  const events: BatchEvent[] = [];
  for await (const event of generateBatch(request, parts, new AbortController().signal))
    events.push(event);
  return events;
}

function finishOf(events: readonly BatchEvent[]) {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('The batch was not finished.');
  return last;
}

const FOX = {
  prompt: 'a fox on a teal background',
  numInferenceSteps: 4,
  sizes: [
    { name: 'thumb', width: 120, height: 60 },
    { name: 'avatar', width: 200, height: 200 },
    { name: 'side', width: 90, height: 180 },
  ],
};

/** Drawn once, for all that begins with a finished batch. */
const drawFox = once(() => run({ ...FOX, seed: 7 }));

describe('a batch of sizes', () => {
  it('draws one base where the model draws one shape, and crops all sizes of it', async () => {
    const events = await drawFox();
    const { images, bases, seed, stages } = finishOf(events);
    expect([bases.length, seed]).toEqual([1, 7]);
    expect(stages.map(({ name, skipped = false }) => [name, skipped])).toEqual([
      ['select-model', false],
      ['diffuse', false],
      ['overlay', true],
      ['watermark', true],
      ['moderate', true],
      ['process', false],
      ['output', false],
    ]);
    expect(images.map(({ name, width, height }) => ({ name, width, height }))).toEqual(FOX.sizes);
    const [base] = bases;
    expect([base?.width, base?.height]).toEqual([256, 256]);
    for (const { crop, base: from, width, height } of images) {
      expect(from).toBe(0);
      expect(crop.width / crop.height).toBeCloseTo(width / height, 1);
      expect(crop.left + crop.width).toBeLessThanOrEqual(256);
    }
    const draws = events.filter(
      (event) =>
        event.type === 'base-event' &&
        event.event.type === 'stage-start' &&
        event.event.stage === 'diffuse',
    );
    expect(draws).toHaveLength(1);
    const bytes = new Uint8Array((await images[0]?.file.arrayBuffer()) ?? new ArrayBuffer(0));
    expect((await readParameters(bytes))?.parameters).toMatchObject({
      prompt: FOX.prompt,
      seed: 7,
      width: 120,
      height: 60,
    });
  });

  it('crops again around another point without drawing', async () => {
    const { bases } = finishOf(await drawFox());
    const again = await run({ ...FOX, seed: 7, bases, focalPoints: [{ x: 0, y: 0 }] });
    expect(again.some(({ type }) => type === 'base-event')).toBe(false);
    const { images, bases: kept } = finishOf(again);
    expect(kept[0]?.focalPoint).toEqual({ x: 0, y: 0, method: 'given' });
    expect(images.map(({ crop }) => [crop.left, crop.top])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  it('makes only the sizes that are missing, and crops them as before', async () => {
    const whole = finishOf(await drawFox());
    const [thumb, avatar, side] = whole.images;
    if (!thumb || !avatar) throw new Error('There are too few images.');
    const again = await run({ ...FOX, seed: 7, bases: whole.bases, images: [thumb, avatar] });
    expect(again.filter(({ type }) => type === 'size-end')).toHaveLength(1);
    const { images, bases } = finishOf(again);
    expect(images.map(({ name }) => name)).toEqual(['thumb', 'avatar', 'side']);
    expect(images[2]?.crop).toEqual(side?.crop);
    expect(bases[0]?.focalPoint).toEqual(whole.bases[0]?.focalPoint);
  });

  it('looks again at a base that an earlier run had drawn, without drawing', async () => {
    const { bases } = finishOf(await drawFox());
    const unseen = bases.map((base) => ({ ...base, stage: 'moderate' as const }));
    const again = await run({ ...FOX, seed: 7, bases: unseen, moderation: true });
    const stages = again.flatMap((event) =>
      event.type === 'base-event' && event.event.type === 'stage-start' ? event.event.stage : [],
    );
    expect(stages).toEqual(['moderate', 'output']);
    expect(finishOf(again).bases[0]?.findings?.verdict?.isFlagged).toBe(false);
  });

  it('enlarges the base for sizes that are larger', async () => {
    const sizes = [{ name: 'big', width: 500, height: 500 }];
    const { bases } = finishOf(await drawFox());
    const events = await run({ ...FOX, sizes, seed: 7, bases, format: 'webp' });
    const [image] = finishOf(events).images;
    expect([image?.width, image?.file.type]).toEqual([500, 'image/webp']);
    expect(image?.crop).toEqual({ left: 0, top: 0, width: 256, height: 256 });
    expect(events.some(({ type }) => type === 'cut-progress')).toBe(true);
    // The real network, over 65,000 pixels.
  }, 90_000);

  it('enlarges a base once, however often its sizes are cut', async () => {
    const enlarged = createEnlargedBases();
    let times = 0;
    const counting: PictureEngines['imageOps'] = {
      process(request, signal) {
        const operations = request.operations.map((each) => {
          if (each.op !== 'upscale') return each;
          times++;
          return { op: 'resize', options: { width: 512, height: 512 } };
        });
        return engines.imageOps.process({ ...request, operations }, signal);
      },
    };
    const { bases } = finishOf(await drawFox());
    const request = { ...FOX, sizes: [{ name: 'big', width: 400, height: 300 }], seed: 7, bases };
    const parts = { ...engines, imageOps: counting, enlarged };
    await run(request, parts);
    const again = await run({ ...request, focalPoints: [{ x: 0, y: 0 }] }, parts);
    expect(times).toBe(1);
    expect(finishOf(again).images[0]).toMatchObject({ width: 400, height: 300, crop: { top: 0 } });
  });

  it.each([
    [[], 'at least one size'],
    [[FOX.sizes[0], FOX.sizes[0]], 'Two sizes are called "thumb"'],
  ])('of %j is refused', async (sizes, message) => {
    await expect(run({ ...FOX, sizes: sizes as typeof FOX.sizes })).rejects.toThrow(message);
  });
});
