import { describe, expect, it } from 'vitest';
import { EngineError } from '../../engine/errors.ts';
import { callFetching, fetchMissing } from './fetch-missing.ts';

const missing = (model: string) =>
  new EngineError('model_not_installed', `${model} is not here.`, { details: { model } });

/** Work that needs some models, in this order. */
function createWork(needed: readonly string[]) {
  const here = new Set<string>();
  return {
    here,

    async *start() {
      for (const model of needed) if (!here.has(model)) throw missing(model);
      yield 'done';
    },
  };
}

async function collect(events: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const event of events) all.push(event);
  return all;
}

const never = new AbortController().signal;

describe('missing models', () => {
  it('are fetched one after the other, and the work begins again', async () => {
    const { here, start } = createWork(['faces', 'saliency']);
    const install = (model: string) => Promise.resolve(here.add(model));
    expect(await collect(fetchMissing(install, start, never))).toEqual(['done']);
    expect([...here]).toEqual(['faces', 'saliency']);
  });

  it('are fetched for work with one result, too', async () => {
    const here = new Set<string>();
    const call = () =>
      here.has('guide') ? Promise.resolve('read') : Promise.reject(missing('guide'));
    const install = (model: string) => Promise.resolve(here.add(model));
    expect(await callFetching(install, call, never)).toBe('read');
  });

  it('that are still missing once they were fetched are an error, not a loop', async () => {
    const { start } = createWork(['faces']);
    const install = () => Promise.resolve();
    await expect(collect(fetchMissing(install, start, never))).rejects.toMatchObject({
      code: 'model_not_installed',
    });
  });

  it('that cannot be fetched say why', async () => {
    const { start } = createWork(['faces']);
    const offline = () => Promise.reject(new EngineError('network_unreachable', 'No network.'));
    await expect(collect(fetchMissing(offline, start, never))).rejects.toMatchObject({
      code: 'network_unreachable',
    });
  });

  it('hold nobody up who has stopped waiting', async () => {
    const { start } = createWork(['faces']);
    const stop = new AbortController();
    const waiting = collect(fetchMissing(() => new Promise(() => {}), start, stop.signal));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  });
});
