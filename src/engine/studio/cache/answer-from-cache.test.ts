import { describe, expect, it } from 'vitest';
import { EngineError } from '../../errors.ts';
import { BUILT_IN_IMAGE_MODEL, CATALOG } from '../../models/catalog.ts';
import { isForTask, type ImageManifest } from '../../models/manifest.ts';
import type { BatchEvent } from '../batch/batch-request.ts';
import { createFakeEngines } from '../batch/fake-engines.fixture.ts';
import { createStudioEngine, type StudioParts } from '../create-studio-engine.ts';
import type { PictureEvent, PictureRequest } from '../stages/picture-request.ts';
import { keyOfRequest } from './key-of-request.ts';
import { createMemoryPictureCache, type PictureCache } from './picture-cache.ts';

const never = new AbortController().signal;
const sizes = [{ name: 'card', width: 40, height: 40 }];

function findStickers(): ImageManifest {
  const found = CATALOG.find(({ id }) => id === BUILT_IN_IMAGE_MODEL);
  if (!found || !isForTask(found, 'image')) throw new Error('The stickers are missing.');
  return found;
}

function open(
  cache: PictureCache = createMemoryPictureCache(1e6),
  parts: Partial<StudioParts> = {},
) {
  const drawn: number[] = [];
  const engines = createFakeEngines({
    reach: () => Promise.resolve(),
    draw: (seed) => drawn.push(seed),
  });
  const chat: StudioParts['chat'] = {
    generate: () => {
      throw new EngineError('internal', 'Nobody chats here.');
    },
  };
  return { studio: createStudioEngine({ ...engines, chat, cache, ...parts }), drawn };
}

async function finish<E extends PictureEvent | BatchEvent>(events: AsyncIterable<E>) {
  const all: E[] = [];
  for await (const event of events) all.push(event);
  const last = all.at(-1);
  if (last?.type !== 'finish') throw new Error('It did not end.');
  return { events: all, last };
}

describe('the same request', () => {
  it('is drawn once, and marked where it was not drawn', async () => {
    const { studio, drawn } = open();
    const request: PictureRequest = { prompt: 'a fox', seed: 3, format: 'png' };
    const first = await finish(studio.generatePicture(request, never));
    const reordered: PictureRequest = { format: 'png', seed: 3, device: 'wasm', prompt: 'a fox' };
    const again = await finish(studio.generatePicture(reordered, never));
    expect(drawn).toEqual([3]);
    expect(first.last).not.toHaveProperty('cached');
    expect(again.events).toEqual([{ ...first.last, cached: true }]);
  });

  it('without a seed is another picture each time', async () => {
    const { studio, drawn } = open();
    for (let times = 0; times < 2; times++) {
      const { last } = await finish(studio.generatePicture({ prompt: 'a fox' }, never));
      expect(last).not.toHaveProperty('cached');
    }
    expect(drawn).toHaveLength(2);
  });

  it('is drawn again where that is asked for, and the new picture is the answer from then on', async () => {
    const { studio, drawn } = open();
    const request: PictureRequest = { prompt: 'a fox', seed: 3 };
    await finish(studio.generatePicture(request, never));
    const redrawn = await finish(studio.generatePicture({ ...request, isDrawnAnew: true }, never));
    expect(redrawn.last).not.toHaveProperty('cached');
    const again = await finish(studio.generatePicture(request, never));
    expect(again.last).toEqual({ ...redrawn.last, cached: true });
    expect(drawn).toEqual([3, 3]);
  });

  it('of a batch is made once, and what goes on from an earlier run is worked on', async () => {
    const { studio, drawn } = open();
    const request = { prompt: 'a fox', seed: 3, sizes };
    const first = await finish(studio.generateBatch(request, never));
    const again = await finish(studio.generateBatch({ ...request }, never));
    expect(again.last).toEqual({ ...first.last, cached: true });
    expect(again.events.map(({ type }) => type)).toEqual([
      'batch-start',
      'base-end',
      'size-end',
      'finish',
    ]);
    if (first.last.type !== 'finish' || !('bases' in first.last)) throw new Error('No batch.');
    const { bases } = first.last;
    const cut = await finish(
      studio.generateBatch({ ...request, bases, focalPoints: [{ x: 0, y: 0 }] }, never),
    );
    expect(cut.last).not.toHaveProperty('cached');
    expect(drawn).toEqual([3]);
  });

  it('is worked on where the cache fails', async () => {
    const fail = () => Promise.reject(new EngineError('storage_full', 'full'));
    const { studio, drawn } = open({
      match: fail,
      put: fail,
      forget: fail,
      measure: fail,
      clear: fail,
    });
    await finish(studio.generatePicture({ prompt: 'a fox', seed: 3 }, never));
    await finish(studio.generatePicture({ prompt: 'a fox', seed: 3 }, never));
    expect(drawn).toEqual([3, 3]);
  });

  it('says what is missing without a model', async () => {
    const { studio } = open(undefined, { listInstalled: () => Promise.resolve([]) });
    await expect(finish(studio.generatePicture({ prompt: 'a fox' }, never))).rejects.toMatchObject({
      code: 'model_not_installed',
    });
  });
});

describe('the key of a request', () => {
  const stickers = findStickers();
  const base: PictureRequest = { prompt: 'a fox', seed: 3, watermark: { text: 'a' } };
  const key = (request: object, model = stickers) => keyOfRequest('picture', request, model);

  it.each<[string, object]>([
    ['prompt', { ...base, prompt: 'a cat' }],
    ['seed', { ...base, seed: 4 }],
    ['a stage’s options', { ...base, watermark: { text: 'b' } }],
    ['a stage more', { ...base, moderation: true }],
    ['a file', { ...base, textOverlay: { image: new Blob(['a']) } }],
    ['operations in another order', { ...base, process: [{ op: 'resize' }, { op: 'convert' }] }],
  ])('changes with the %s', async (_, changed) => {
    expect(await key(changed)).not.toBe(await key(base));
  });

  it('changes with files’ bytes, and the order of a list, but not with how it is written', async () => {
    const withFile = (text: string) => ({ ...base, textOverlay: { image: new Blob([text]) } });
    expect(await key(withFile('a'))).toBe(await key(withFile('a')));
    expect(await key(withFile('a'))).not.toBe(await key(withFile('b')));
    const inOrder = (...ops: string[]) => ({ ...base, process: ops.map((op) => ({ op })) });
    expect(await key(inOrder('resize', 'convert'))).not.toBe(
      await key(inOrder('convert', 'resize')),
    );
    expect(
      await key({ watermark: { text: 'a' }, seed: 3, prompt: 'a fox', width: undefined }),
    ).toBe(await key(base));
  });

  it('changes with the model’s files and revision', async () => {
    const [first, ...files] = stickers.files;
    if (!first) throw new Error('The model has no files.');
    const digest = 'sha256:00' as const;
    const retrained = { ...stickers, files: [{ ...first, digest }, ...files] };
    expect(await key(base, retrained)).not.toBe(await key(base));
    expect(await key(base, { ...stickers, revision: 'other' })).not.toBe(await key(base));
  });
});
