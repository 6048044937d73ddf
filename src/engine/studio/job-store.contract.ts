import { describe, expect, it } from 'vitest';
import type { JobStore, MovableJobStore } from './job-store.ts';

/** What every store of jobs must do. `open` makes an empty one. */
export function describeJobStore(name: string, open: () => Promise<JobStore>): void {
  describe(`jobs stored in ${name}`, () => {
    it('are listed in the order in which they are to be run', async () => {
      const store = await open();
      expect(await store.list()).toEqual([]);
      await store.put({ id: 'late', order: 3 }, { id: 'soon', order: 1 });
      await store.put({ id: 'between', order: 2.5 });
      expect((await store.list()).map(({ id }) => id)).toEqual(['soon', 'between', 'late']);
    });

    it('come before all of a lower priority', async () => {
      const store = await open();
      await store.put({ id: 'usual', order: 1 }, { id: 'later', order: 0, priority: -1 });
      await store.put({ id: 'urgent', order: 3, priority: 1 }, { id: 'next', order: 4 });
      expect((await store.list()).map(({ id }) => id)).toEqual([
        'urgent',
        'usual',
        'next',
        'later',
      ]);
    });

    it('change when they are put again, place and all', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 }, { id: 'b', order: 2 });
      await store.put({ id: 'a', order: 2, done: 1 }, { id: 'b', order: 1 });
      expect(await store.list()).toEqual([
        { id: 'b', order: 1 },
        { id: 'a', order: 2, done: 1 },
      ]);
    });

    it('keep nested fields, text of any script, and bytes', async () => {
      const store = await open();
      const request = { prompt: 'ein Fuchs 🦊 狐', sizes: [{ width: 8, height: 8 }] };
      const data = new Uint8ClampedArray([0, 255]);
      const whole = { id: 'a', order: 1, request, mask: { data }, file: new Blob(['pixels']) };
      await store.put(whole);
      const [job] = await store.list();
      expect(job).toMatchObject({ request, mask: { data } });
      expect(await (job?.['file'] as Blob).text()).toBe('pixels');
    });

    it('are as they were when they were put, whatever happens to the object later', async () => {
      const store = await open();
      const job = { id: 'a', order: 1, request: { n: 1 } };
      await store.put(job);
      job.request.n = 2;
      expect(await store.list()).toEqual([{ id: 'a', order: 1, request: { n: 1 } }]);
    });

    it('are all stored or none, if one of them cannot be', async () => {
      const store = await open();
      const impossible = { id: 'b', order: 2, request: () => 1 };
      await expect(store.put({ id: 'a', order: 1 }, impossible)).rejects.toThrow();
      expect(await store.list()).toEqual([]);
    });

    it('go when they are removed, and only those', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 }, { id: 'b', order: 2 });
      await store.remove('a');
      await store.remove('a');
      await store.remove('never there');
      expect((await store.list()).map(({ id }) => id)).toEqual(['b']);
    });

    it('are all there when many are put at once', async () => {
      const store = await open();
      const jobs = Array.from({ length: 200 }, (_, order) => ({ id: `job ${order}`, order }));
      await Promise.all(jobs.map((job) => store.put(job)));
      expect(await store.list()).toEqual(jobs);
    });
  });
}

/** What a store must do besides, if people change the order of its jobs. */
export function describeMovableJobStore(name: string, open: () => Promise<MovableJobStore>): void {
  describeJobStore(name, open);
  describe(`the order of jobs stored in ${name}`, () => {
    it('changes without anything else of them, and brings back none that is gone', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1, done: 2 }, { id: 'b', order: 2 });
      await store.place(
        { id: 'a', order: 3 },
        { id: 'b', order: 1, priority: -1 },
        { id: 'finished', order: 2 },
      );
      expect(await store.list()).toEqual([
        { id: 'a', order: 3, done: 2 },
        { id: 'b', order: 1, priority: -1 },
      ]);
    });
  });
}
