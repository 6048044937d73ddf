import { expect, it, vi } from 'vitest';
import { EngineError } from '../../src/engine/errors.ts';
import { keepWarm } from './keep-warm.ts';

it('loads its models in their order, and again when one is gone', async () => {
  const loads: string[] = [];
  const resident = new Set<string>();
  const warming = keepWarm({
    models: ['a', 'b'],
    async warmUp(model) {
      if (resident.has(model)) return;
      resident.add(model);
      loads.push(model);
    },
    log: () => undefined,
    everyMs: 5,
  });
  await vi.waitFor(() => expect(loads).toEqual(['a', 'b']));
  resident.delete('a');
  await vi.waitFor(() => expect(loads).toEqual(['a', 'b', 'a']));
  warming.end();
});

it('says once why a model is not there, and goes on with the next one', async () => {
  const sentences: string[] = [];
  let tries = 0;
  const loads: string[] = [];
  const warming = keepWarm({
    models: ['large', 'b'],
    async warmUp(model) {
      if (model === 'b') return void loads.push(model);
      tries++;
      throw new EngineError('out_of_memory', 'There is no room.');
    },
    log: (sentence) => sentences.push(sentence),
    everyMs: 5,
  });
  await vi.waitFor(() => expect(tries).toBeGreaterThan(3));
  expect(loads.length).toBeGreaterThan(2);
  expect(sentences).toEqual(['large cannot be kept in memory just now: There is no room.']);
  warming.end();
});

it('stops with what it is doing when it is ended', async () => {
  const loads: string[] = [];
  const sentences: string[] = [];
  const warming = keepWarm({
    models: ['a', 'b'],
    warmUp: (model, signal) => {
      loads.push(model);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped.'))),
      );
    },
    log: (sentence) => sentences.push(sentence),
    everyMs: 1,
  });
  await vi.waitFor(() => expect(loads).toEqual(['a']));
  warming.end();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([loads, sentences]).toEqual([['a'], []]);
});
