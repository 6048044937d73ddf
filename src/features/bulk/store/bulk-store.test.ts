import { afterEach, describe, expect, it, vi } from 'vitest';
import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import { nameRecipe, type Recipe } from '../../../engine/bulk/recipe.ts';
import { EngineError, throwIfAborted } from '../../../engine/errors.ts';
import { createGate } from '../../../engine/gate.fixture.ts';
import type { ImageOpsEngine, ImageOpsEvent } from '../../../engine/image-ops/image-ops-engine.ts';
import { createMemoryBulkFiles, type BulkFiles } from '../../../storage/bulk/bulk-files.ts';
import { createBulkStore } from './bulk-store.ts';
import { createFakeBulkQueue } from '../../../engine/bulk/fake-bulk-queue.fixture.ts';
import type { BulkList } from '../../../engine/bulk/run-bulk-job.ts';
import { countTotals } from './outcomes.ts';

const HALF: Recipe = [{ op: 'resize', options: { width: 1 } }];
const OTHER: Recipe = [{ op: 'flip' }];
/** Names a picture that is not here. */
const GONE: Recipe = [{ op: 'watermark' }];

/** Makes files of half the bytes; a file named "broken" cannot be read. */
function createFakeEngine() {
  const { hold, letGo, pass } = createGate();
  const asked: string[] = [];
  const engine: ImageOpsEngine = {
    async *process({ file }, signal): AsyncGenerator<ImageOpsEvent> {
      const text = await file.text();
      asked.push(text);
      yield { type: 'picture-start', kind: 'png', width: 4, height: 4, frames: 1 };
      yield { type: 'operation-start', index: 0, of: 1, op: 'resize' };
      await pass();
      throwIfAborted(signal);
      if (text.startsWith('broken'))
        throw new EngineError('invalid_request', 'The picture is damaged.');
      if (text.startsWith('offline')) throw new EngineError('network_unreachable', 'No line.');
      const made = new Blob([text.slice(0, text.length / 2)]);
      const facts = { file: made, width: 1, height: 1, extension: 'webp' };
      yield { type: 'finish', files: [facts], findings: {}, ms: 1 };
    },
  };
  return { engine, asked, hold, letGo };
}

/** `isReached`: runs are in this tab, which reaches its own list; otherwise in another. */
function setUp(files: BulkFiles = createMemoryBulkFiles(), isReached = true) {
  const fake = createFakeEngine();
  let recipe = HALF;
  const lists = new Map<string, BulkList>();
  const stored = (): BulkList => ({
    read: files.read,
    readSource: files.readSource,
    keep: files.addOutcome,
    fillRecipe: async (named) => named,
  });
  const queue = createFakeBulkQueue({
    engine: fake.engine,
    openList: async (listId) => lists.get(listId) ?? stored(),
  });
  const store = createBulkStore({
    engine: fake.engine,
    openFiles: () => Promise.resolve({ listId: 'list', files }),
    offerList: (listId, list) => isReached && void lists.set(listId, list),
    queue,
    readRecipe: () => recipe,
    fillRecipe: async (named) => {
      if (named === GONE) throw new EngineError('invalid_request', 'Its picture is gone.');
      return named;
    },
  });
  const state = store.getState;
  const idOf = (name: string) => state().items?.find((item) => item.name === name)?.id ?? '';
  const settle = () =>
    vi.waitFor(() => expect(['running', 'waiting']).not.toContain(state().run.status));
  return {
    ...fake,
    files,
    queue,
    state,
    settle,
    process: () => state().process().then(settle),
    idOf,
    setRecipe: (next: Recipe) => (recipe = next),
    statuses: () => state().items?.map(({ name, outcome }) => [name, outcome?.status]),
    totals: () => countTotals(state().items ?? [], nameRecipe(recipe)),
  };
}

const png = (name: string, text = name) => new File([text], name, { type: 'image/png' });
const textsOf = (blobs: readonly Blob[]) => Promise.all(blobs.map((blob) => blob.text()));

describe('a list of pictures', () => {
  it('takes pictures, also of kinds that the browser does not know, and counts the rest', async () => {
    const { state } = setUp();
    const others = [new File(['x'], 'photo.jxl'), new File(['x'], 'notes.txt')];
    await state().add([png('a.png'), ...others]);
    expect(state().items?.map(({ name }) => name)).toEqual(['a.png', 'photo.jxl']);
    expect(state().leftOut).toBe(1);
    expect(state().selectedId).toBe(state().items?.[0]?.id);
  });

  it('is processed with a broken picture among good ones', async () => {
    const { state, process, statuses, totals, files, idOf } = setUp();
    await state().add([png('a.png', 'aaaa'), png('broken.png'), png('c.png', 'cc')]);
    await process();
    expect(statuses()).toEqual([
      ['a.png', 'done'],
      ['broken.png', 'failed'],
      ['c.png', 'done'],
    ]);
    expect(state().items?.[1]?.outcome).toMatchObject({
      code: 'invalid_request',
      sentence: 'The picture is damaged.',
    });
    expect(state().run).toMatchObject({ status: 'ended', done: 3, failed: 1, isCancelled: false });
    expect(totals()).toMatchObject({ done: 2, failed: 1, beforeBytes: 6, afterBytes: 3 });
    expect(await textsOf(await files.readMade(idOf('a.png')))).toEqual(['aa']);
  });

  it('processes only what has not been through the chain, and all again when it changes', async () => {
    const { state, process, asked, setRecipe } = setUp();
    await state().add([png('a.png')]);
    await process();
    await state().add([png('b.png')]);
    await process();
    expect(asked).toEqual(['a.png', 'b.png']);
    setRecipe(OTHER);
    await process();
    expect(asked).toEqual(['a.png', 'b.png', 'a.png', 'b.png']);
  });

  it('tries once more what failed', async () => {
    const { state, process, settle, asked } = setUp();
    await state().add([png('a.png'), png('broken.png')]);
    await process();
    await state().retryFailed();
    await settle();
    expect(asked).toEqual(['a.png', 'broken.png', 'broken.png']);
  });

  it('ends a run that every picture would fail in', async () => {
    const { state, process, asked } = setUp();
    await state().add([png('offline.png'), png('b.png')]);
    await process();
    expect(state().run).toMatchObject({
      status: 'failed',
      error: { code: 'network_unreachable' },
    });
    expect(asked).toEqual(['offline.png']);
    expect(state().work).toBeNull();
  });
});

it('processes nothing with a recipe of which a picture is gone, and says so', async () => {
  const { state, process, asked, setRecipe } = setUp();
  await state().add([png('a.png')]);
  setRecipe(GONE);
  await process();
  expect(state().run).toMatchObject({ status: 'failed', error: { code: 'invalid_request' } });
  expect([asked, state().work]).toEqual([[], null]);
});

describe('cancelling', () => {
  it('shows at once, keeps what was made, and lets the rest be continued', async () => {
    const { state, process, settle, hold, letGo, statuses } = setUp();
    await state().add([png('a.png'), png('b.png')]);
    await state().preview(state().items?.[0]?.id ?? '', new AbortController().signal);
    hold(true);
    await state().process();
    await vi.waitFor(() => expect(state().work?.id).toBe(state().items?.[1]?.id));
    state().cancel();
    expect(state().run).toMatchObject({ status: 'ended', isCancelled: true });
    expect(state().work).toBeNull();
    hold(false);
    letGo();
    await settle();
    expect(statuses()).toEqual([
      ['a.png', 'done'],
      ['b.png', undefined],
    ]);
    await process();
    expect(state().run).toMatchObject({ status: 'ended', done: 1, isCancelled: false });
  });
});

describe('removing', () => {
  afterEach(() => vi.useRealTimers());

  it('can be undone, and is final after a while', async () => {
    const { state, idOf, files } = setUp();
    await state().add([png('a.png'), png('b.png'), png('c.png')]);
    vi.useFakeTimers();
    state().remove([idOf('a.png')]);
    expect(state().selectedId).toBe(idOf('b.png'));
    state().undoRemove();
    expect(state().items?.map(({ name }) => name)).toEqual(['a.png', 'b.png', 'c.png']);
    state().remove([idOf('a.png')]);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    state().undoRemove();
    expect(state().items).toHaveLength(2);
    expect(await files.list()).toHaveLength(2);
  });

  it('leaves out of a run what was removed before its turn', async () => {
    const { state, settle, hold, letGo, idOf, asked } = setUp();
    await state().add([png('a.png'), png('b.png'), png('c.png')]);
    hold(true);
    await state().process();
    await vi.waitFor(() => expect(asked).toEqual(['a.png']));
    state().remove([idOf('a.png'), idOf('b.png')]);
    hold(false);
    letGo();
    await settle();
    expect(asked).toEqual(['a.png', 'c.png']);
    expect(state().items?.map(({ outcome }) => outcome?.status)).toEqual(['done']);
  });
});

describe('a run in the queue', () => {
  it('is shown as it goes in another tab, with what is made there', async () => {
    const { state, hold, letGo, statuses, asked } = setUp(createMemoryBulkFiles(), false);
    await state().add([png('a.png', 'aaaa'), png('b.png')]);
    hold(true);
    await state().process();
    await vi.waitFor(() => expect(asked).toEqual(['aaaa']));
    expect(state()).toMatchObject({ run: { status: 'running', of: 2 }, work: { done: 0 } });
    letGo();
    await vi.waitFor(() =>
      expect(statuses()).toEqual([
        ['a.png', 'done'],
        ['b.png', undefined],
      ]),
    );
    hold(false);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    letGo();
    await vi.waitFor(() => expect(state().run).toMatchObject({ status: 'ended', done: 2 }));
    await vi.waitFor(() => expect(statuses()?.at(-1)).toEqual(['b.png', 'done']));
  });

  it('waits where the queue is paused between two pictures, and goes on without making one twice', async () => {
    const { state, hold, letGo, asked, queue, settle } = setUp();
    await state().add([png('a.png'), png('b.png'), png('c.png')]);
    hold(true);
    await state().process();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    queue.pause();
    hold(false);
    letGo();
    await vi.waitFor(() =>
      expect(state().run).toEqual({ status: 'waiting', before: 0, isPaused: true, of: 3 }),
    );
    state().resume();
    await settle();
    expect(state().run).toMatchObject({ status: 'ended', done: 3, isCancelled: false });
    expect(asked).toEqual(['a.png', 'b.png', 'c.png']);
  });

  it('can be given up while it waits', async () => {
    const { state, asked, queue } = setUp();
    await state().add([png('a.png')]);
    queue.pause();
    await state().process();
    expect(state().run.status).toBe('waiting');
    state().cancel();
    expect(state().run).toMatchObject({ status: 'ended', done: 0, of: 1, isCancelled: true });
    queue.resume();
    expect([asked, queue.find('list')]).toEqual([[], undefined]);
  });
});

it('a list is there again after a reload', async () => {
  const before = setUp();
  await before.state().add([png('a.png', 'aaaa'), png('b.png')]);
  await before.state().preview(before.idOf('a.png'), new AbortController().signal);
  const { state, statuses, idOf } = setUp(before.files);
  await state().restore();
  expect(statuses()).toEqual([
    ['a.png', 'done'],
    ['b.png', undefined],
  ]);
  expect(await textsOf(await state().readMade(idOf('a.png')))).toEqual(['aa']);
  expect(await (await state().readSource(idOf('b.png'))).text()).toBe('b.png');
});

it('works on files that the browser has no room to keep, and says so', async () => {
  const full = () => Promise.reject(new EngineError('storage_full', 'No room.'));
  const memory = createMemoryBulkFiles();
  const { state, process, asked } = setUp({ ...memory, add: full });
  await state().add([png('a.png')]);
  expect(state().problem?.code).toBe('storage_full');
  await process();
  expect(asked).toEqual(['a.png']);
});
