import { expect, it } from 'vitest';
import { startFakeApi } from '../../api/fakes/ask.fixture.ts';
import type { ImageEvent, ImageRequest } from '../../engine/diffusion/diffusion-engine.ts';
import { readParameters } from '../../engine/images/metadata/image-metadata.ts';
import { encodePng } from '../../engine/images/png.ts';
import { encodeBase64 } from '../../api/base64.ts';
import { createCompanionDiffusionEngine } from './companion-diffusion-engine.ts';

const never = new AbortController().signal;
const MODEL = 'triptych/stickers';

function connect(answer?: (request: Request) => Response) {
  const { api, record } = startFakeApi();
  const engine = createCompanionDiffusionEngine({
    origin: 'http://companion.test',
    fetch: async (input, init) => (answer ?? api.fetch)(new Request(input, init)),
  });
  return { engine, record };
}

const ask = (more: Partial<ImageRequest> = {}): ImageRequest => ({
  model: MODEL,
  prompt: 'a fox',
  ...more,
});

async function collect(events: AsyncIterable<ImageEvent>): Promise<ImageEvent[]> {
  const all: ImageEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const picture = { width: 2, height: 2, data: new Uint8ClampedArray(16).fill(200) };

it('draws several pictures, with previews, seeds in a row and their parameters', async () => {
  const { engine, record } = connect();
  const request = ask({
    n: 2,
    seed: 5,
    numInferenceSteps: 8,
    previewEveryMs: 0,
    width: 64,
    height: 64,
  });
  const events = await collect(engine.generate(request, never));
  expect(events.map(({ type }) => type)).toEqual([
    'generation-start',
    ...['step-end', 'step-end', 'step-end', 'image-end'],
    ...['step-end', 'step-end', 'step-end', 'image-end'],
    'finish',
  ]);
  expect(events[1]).toMatchObject({ image: 0, step: 2, of: 8, preview: { width: 8 } });
  const pictures = events.filter((event) => event.type === 'image-end');
  expect(pictures.map(({ parameters }) => parameters.seed)).toEqual([5, 6]);
  expect(record.images.map(({ seed }) => seed)).toEqual([5, 6]);
  const [first] = pictures;
  const read = first && (await readParameters(first.png));
  expect(read?.parameters).toMatchObject({ prompt: 'a fox', seed: 5, width: 64, model: MODEL });
});

it('starts from a picture, and draws where a mask says', async () => {
  const { engine, record } = connect();
  const mask = { width: 2, height: 2, data: Uint8ClampedArray.of(255, 0, 0, 255) };
  await collect(engine.generate(ask({ image: picture, strength: 0.4 }), never));
  expect(record.images[0]).toMatchObject({ strength: 0.4, image: { width: 2, height: 2 } });
  await collect(engine.generate(ask({ image: picture, mask }), never));
  expect(record.images[1]?.mask).toEqual(mask);
});

it('takes pictures of servers that do not stream, and tell no parameters', async () => {
  const b64_json = encodeBase64(await encodePng(picture));
  const { engine } = connect(() => Response.json({ data: [{ b64_json }] }));
  const events = await collect(engine.generate(ask({ seed: 3 }), never));
  expect(events.at(-2)).toMatchObject({
    type: 'image-end',
    parameters: { prompt: 'a fox', seed: 3, width: 2, model: MODEL },
  });
});

it('stops the model when it stops listening', async () => {
  const { engine, record } = connect();
  const stopper = new AbortController();
  const drawing = (async () => {
    const request = ask({ numInferenceSteps: 1000, previewEveryMs: 0 });
    for await (const { type } of engine.generate(request, stopper.signal))
      if (type === 'step-end') stopper.abort();
  })();
  await expect(drawing).rejects.toMatchObject({ code: 'aborted' });
  await expect.poll(() => record.running).toBe(0);
});

it.each([
  ['no server', undefined, 'companion_unreachable'],
  ['an end in the middle', () => new Response(''), 'companion_unreachable'],
])('tells of %s', async (_, answer, code) => {
  const { engine } = connect(
    answer ??
      (() => {
        throw new TypeError('Failed to fetch');
      }),
  );
  await expect(collect(engine.generate(ask(), never))).rejects.toMatchObject({ code });
});

it('passes on what the server tells, and refuses what it cannot be asked', async () => {
  const { engine } = connect();
  const draw = (more: Partial<ImageRequest>) => collect(engine.generate(ask(more), never));
  await expect(draw({ prompt: 'fail out_of_memory' })).rejects.toMatchObject({
    code: 'out_of_memory',
    details: { requestedBytes: 8e9 },
  });
  const outpaint = { left: 8, top: 0, right: 0, bottom: 0 };
  await expect(draw({ outpaint })).rejects.toMatchObject({ code: 'not_supported' });
});
