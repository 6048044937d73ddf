import { describe, expect, it } from 'vitest';
import { EngineError, throwIfAborted, type ErrorCode } from '../errors.ts';
import type { ImageOpsEngine, ImageOpsEvent } from '../image-ops/image-ops-engine.ts';
import { nameRecipe, parseRecipe } from './recipe.ts';
import { runBulk, type BulkEvent } from './run-bulk.ts';

const OPERATIONS = [{ op: 'resize', options: { width: 4 } }, { op: 'optimize' }];

/** Makes a file of the same bytes; fails with the code that a file's text names. */
function createFakeEngine() {
  const asked: string[] = [];
  const engine: ImageOpsEngine = {
    async *process({ file, operations }, signal): AsyncGenerator<ImageOpsEvent> {
      const text = await file.text();
      asked.push(text);
      yield { type: 'picture-start', kind: 'jpeg', width: 8, height: 4, frames: 1 };
      for (const [index, { op }] of operations.entries())
        yield { type: 'operation-start', index, of: operations.length, op };
      yield { type: 'operation-progress', index: 1, done: 0.5 };
      throwIfAborted(signal);
      if (text.startsWith('fails '))
        throw new EngineError(text.slice('fails '.length) as ErrorCode, 'It is broken.');
      const made = { file, width: 4, height: 2, extension: 'webp' };
      yield { type: 'finish', files: [made], findings: {}, ms: 1 };
    },
  };
  return { engine, asked };
}

function run(texts: readonly string[], signal = new AbortController().signal) {
  const { engine, asked } = createFakeEngine();
  const open = (id: string) => Promise.resolve(new Blob([id]));
  const request = { ids: texts, open, operationsFor: () => OPERATIONS };
  return { asked, events: runBulk(engine, request, signal) };
}

async function collect(events: AsyncIterable<BulkEvent>): Promise<BulkEvent[]> {
  const all: BulkEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('runBulk', () => {
  it('tells of each picture what it was, how far it is and what was made of it', async () => {
    const events = await collect(run(['a']).events);
    expect(events).toMatchObject([
      { type: 'item-start', id: 'a' },
      { type: 'item-progress', done: 0 },
      { type: 'item-progress', done: 0.5 },
      { type: 'item-progress', done: 0.75 },
      {
        type: 'item-end',
        id: 'a',
        before: { kind: 'jpeg', width: 8, height: 4 },
        made: { files: [{ width: 4, extension: 'webp' }] },
      },
    ]);
  });

  it('lets a broken picture fail alone', async () => {
    const events = await collect(run(['a', 'fails invalid_request', 'b']).events);
    expect(events.filter(({ type }) => type === 'item-end').map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'item-failed', id: 'fails invalid_request' }),
    );
  });

  it('ends where every picture would fail', async () => {
    const { asked, events } = run(['fails network_unreachable', 'b']);
    await expect(collect(events)).rejects.toMatchObject({ code: 'network_unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('begins no picture before the last one was put away', async () => {
    const { asked, events } = run(['a', 'b']);
    for await (const event of events)
      if (event.type === 'item-end') expect(asked.at(-1)).toBe(event.id);
    expect(asked).toEqual(['a', 'b']);
  });

  it('begins no other picture once it is cancelled', async () => {
    const controller = new AbortController();
    const { asked, events } = run(['a', 'b', 'c'], controller.signal);
    const watch = async () => {
      for await (const event of events) if (event.type === 'item-end') controller.abort();
    };
    await expect(watch()).rejects.toMatchObject({ code: 'aborted' });
    expect(asked).toEqual(['a']);
  });
});

describe('recipes', () => {
  it('are the same whatever the order of their options', () => {
    expect(nameRecipe([{ op: 'pad', options: { top: 1, left: 2 } }])).toBe(
      nameRecipe([{ op: 'pad', options: { left: 2, top: 1 } }]),
    );
    expect(nameRecipe(OPERATIONS)).not.toBe(nameRecipe([...OPERATIONS].reverse()));
  });

  it('are read from a file', () => {
    expect(parseRecipe(JSON.stringify(OPERATIONS))).toEqual(OPERATIONS);
  });

  it.each(['', '{}', '[{"operation": "resize"}]', '[{"op": "resize", "options": 4}]'])(
    'that are none are refused: %s',
    (text) => {
      expect(() => parseRecipe(text)).toThrow(/is not a recipe/);
    },
  );
});
