import { describe, expect, it } from 'vitest';
import type { BatchStore, KeptEvent } from './batch-store.ts';

const END: KeptEvent = { type: 'finish', seed: 7, stages: [], ms: 3, names: ['card'] };

function drawn(base: number): KeptEvent {
  const file = new Blob([`base ${base}`], { type: 'image/png' });
  const parameters = {
    prompt: 'ein Fuchs 🦊',
    seed: 7,
    numInferenceSteps: 4,
    guidanceScale: 3,
    scheduler: 'euler',
    width: 64,
    height: 64,
    model: 'tiny',
  };
  const picture = { file, width: 64, height: 64, parameters };
  return {
    type: 'base-event',
    base,
    event: { type: 'stage-end', stage: 'diffuse', ms: 1, picture },
  };
}

async function readFiles(events: readonly KeptEvent[]): Promise<string[]> {
  const texts: string[] = [];
  for (const event of events)
    if (event.type === 'base-event' && event.event.type === 'stage-end')
      texts.push((await event.event.picture?.file.text()) ?? '');
  return texts;
}

/** What every store of what batches make must do. `open` makes an empty one with this clock. */
export function describeBatchStore(
  name: string,
  open: (now: () => number) => Promise<BatchStore>,
): void {
  describe(`batches kept in ${name}`, () => {
    it('have what was added, in that order, with its files', async () => {
      const store = await open(Date.now);
      expect(await store.list('a')).toEqual([]);
      for (let base = 0; base < 12; base++) await store.append('a', drawn(base));
      await store.append('b', END);
      const events = await store.list('a');
      expect(await readFiles(events)).toEqual(
        Array.from({ length: 12 }, (_, base) => `base ${base}`),
      );
      expect(events[0]).toMatchObject({ event: { picture: { parameters: { model: 'tiny' } } } });
      expect(await store.list('b')).toEqual([END]);
    });

    it('go when they are removed, and only those', async () => {
      const store = await open(Date.now);
      for (const id of ['a', 'ab', 'b']) await store.append(id, END);
      await store.remove('a');
      await store.remove('never there');
      expect(await store.list('a')).toEqual([]);
      expect(await store.list('ab')).toEqual([END]);
      expect(await store.list('b')).toEqual([END]);
    });

    it('go when nothing was added for long', async () => {
      let time = 1;
      const store = await open(() => time);
      await store.append('old', END);
      await store.append('begun early', drawn(0));
      time = 5;
      await store.append('begun early', END);
      await store.removeBefore(5);
      expect(await store.list('old')).toEqual([]);
      expect(await store.list('begun early')).toHaveLength(2);
    });
  });
}
