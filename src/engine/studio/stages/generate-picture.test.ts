import { describe, expect, it } from 'vitest';
import { createComputeHost } from '../../../../e2e/fixtures/compute-host.ts';
import { createDiffusionEngine } from '../../diffusion/pipeline-diffusion-engine.ts';
import { EngineError } from '../../errors.ts';
import { DEFAULT_LIMITS, inspectPicture } from '../../image-ops/inspect/inspect-picture.ts';
import { engine as imageOps } from '../../image-ops/test-pictures.fixture.ts';
import { readParameters } from '../../images/metadata/image-metadata.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../models/catalog.ts';
import { generatePicture, type PictureEngines } from './generate-picture.ts';
import type { FinishedPicture, PictureEvent, PictureRequest } from './picture-request.ts';
import { STAGES } from './stages.ts';

const engines: PictureEngines = {
  diffusion: createDiffusionEngine(createComputeHost()),
  imageOps,
  listInstalled: () => Promise.resolve(CATALOG.filter(({ origin }) => origin === 'built-in')),
};
const never = new AbortController().signal;

async function run(request: PictureRequest, signal = never): Promise<PictureEvent[]> {
  const events: PictureEvent[] = [];
  for await (const event of generatePicture(request, engines, signal)) events.push(event);
  return events;
}

function resultOf(events: readonly PictureEvent[]): FinishedPicture {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('The picture was not finished.');
  return last;
}

const FOX = { prompt: 'a fox on a teal background', seed: 3, numInferenceSteps: 4 };
const SIZES = {
  op: 'derivatives',
  options: { family: ['avatar', 'thumb'], focalPoint: { x: 0.5, y: 0.5 } },
};

describe('a picture in seven stages', () => {
  it('is drawn, looked at, processed and written with its parameters', async () => {
    const process = [{ op: 'resize', options: { width: 128 } }];
    const events = await run({ ...FOX, moderation: true, process, format: 'webp' });
    const { file, width, height, stages, findings, parameters } = resultOf(events);
    expect([file.type, width, height]).toEqual(['image/webp', 128, 128]);
    expect(stages.map(({ name }) => name)).toEqual([...STAGES]);
    expect(stages.filter(({ skipped }) => skipped).map(({ name }) => name)).toEqual([
      'overlay',
      'watermark',
    ]);
    expect(findings.verdict?.isFlagged).toBe(false);
    expect(parameters).toMatchObject({ prompt: FOX.prompt, seed: 3, model: BUILT_IN_IMAGE_MODEL });
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(inspectPicture(bytes, DEFAULT_LIMITS)).toMatchObject({ kind: 'webp', width: 128 });
    expect((await readParameters(bytes))?.parameters.seed).toBe(3);
    const drawn = events.filter((event) => event.type === 'stage-progress');
    expect(drawn.filter(({ stage }) => stage === 'diffuse').map(({ done }) => done)).toEqual([
      0.25, 0.5, 0.75, 1,
    ]);
  });

  it('keeps its derivatives beside it, and is as it was', async () => {
    const { file, derivatives, width } = resultOf(await run({ ...FOX, process: [SIZES] }));
    expect(derivatives.map(({ name, width }) => [name, width])).toEqual([
      ['avatar', 400],
      ['thumb', 320],
    ]);
    expect([file.type, width]).toEqual(['image/png', 256]);
  });

  it('says in which stage it failed, and can go on from there', async () => {
    const request = { ...FOX, moderation: { action: 'block', thresholds: { porn: 0 } } };
    const events: PictureEvent[] = [];
    const failing = async () => {
      for await (const event of generatePicture(request, engines, never)) events.push(event);
    };
    await expect(failing()).rejects.toMatchObject({
      code: 'content_blocked',
      details: { stage: 'moderate' },
    });
    const ends = events.filter((event) => event.type === 'stage-end');
    const { picture } = ends.at(-1) ?? {};
    if (!picture) throw new Error('What was drawn is lost.');
    const resumed = await run({ ...FOX, resume: { ...picture, stage: 'moderate' } });
    expect(resultOf(resumed).stages.map(({ name }) => name)).toEqual([
      'moderate',
      'process',
      'output',
    ]);
    expect(resultOf(resumed).parameters.seed).toBe(3);
  });

  it('stops when asked', async () => {
    const stop = new AbortController();
    const running = async () => {
      for await (const event of generatePicture(FOX, engines, stop.signal))
        if (event.type === 'stage-progress') stop.abort();
    };
    await expect(running()).rejects.toMatchObject({
      code: 'aborted',
      details: { stage: 'diffuse' },
    });
  });

  it.each([
    [{ model: 'nobody/nothing' }, 'model_not_installed', 'select-model'],
    [{ model: 'triptych/guide' }, 'not_supported', 'select-model'],
    [{ process: [{ op: 'fold' }] }, 'invalid_request', 'process'],
  ])('%j fails with its code in its stage', async (more, code, stage) => {
    const thrown = await run({ ...FOX, numInferenceSteps: 1, ...more }).catch(
      (error: unknown) => error,
    );
    expect(EngineError.from(thrown)).toMatchObject({ code, details: { stage } });
  });
});
