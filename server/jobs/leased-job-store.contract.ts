import { describe, expect, it } from 'vitest';
import { describeJobStore } from '../../src/engine/studio/job-store.contract.ts';
import type { JobLease, LeasedJobStore, LeaseOptions } from './leased-job-store.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const failure = { code: 'engine_crashed', message: 'It died.', details: {} };

/** What every store of jobs must do for workers. `open` makes an empty one. */
export function describeLeasedJobStore(
  name: string,
  open: (options?: LeaseOptions) => Promise<LeasedJobStore>,
): void {
  describeJobStore(name, open);

  describe(`jobs leased from ${name}`, () => {
    const idOf = (lease: JobLease | undefined) => lease?.job.id;
    async function take(store: LeasedJobStore): Promise<JobLease> {
      const lease = await store.take();
      if (!lease) throw new Error('Nothing was to be taken.');
      return lease;
    }
    /** Until workers' silence has been noticed. */
    async function takeSoon(store: LeasedJobStore): Promise<JobLease> {
      for (let tries = 0; tries < 100; tries++) {
        const lease = await store.take();
        if (lease) return lease;
        await pause(50);
      }
      throw new Error('Nothing came back.');
    }

    it('are taken one by one, the most urgent first, each by one worker', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 }, { id: 'b', order: 2 });
      await store.put({ id: 'c', order: 3, priority: 5 });
      expect((await store.find('a'))?.position).toBe(2);
      const taken = await Promise.all([store.take(), store.take(), store.take(), store.take()]);
      expect(taken.map(idOf)).toEqual(expect.arrayContaining(['a', 'b', 'c', undefined]));
      expect(idOf(taken[0])).toBe('c');
      expect(await store.find('a')).toMatchObject({ status: 'processing', attempts: 1 });
      expect(await store.count()).toMatchObject({ queued: 0, processing: 3 });
      expect(await store.countWaiting()).toBe(0);
    });

    it('carry what they were put with', async () => {
      const store = await open();
      const job = { id: 'a', order: 1, kind: 'generate', request: { prompt: 'ein Fuchs 🦊' } };
      await store.put(job);
      expect((await take(store)).job).toEqual(job);
      expect(await store.find('a')).toMatchObject({ jobId: 'a', kind: 'generate' });
    });

    it('end once: a second end is not heard', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 });
      const lease = await take(store);
      expect(await store.renew(lease)).toBe(true);
      expect(await store.complete(lease, 'a.json', 1)).toBe(true);
      expect(await store.complete(lease, 'b.json', 1)).toBe(false);
      expect(await store.fail(lease, failure)).toBe(false);
      expect(await store.renew(lease)).toBe(false);
      expect(await store.find('a')).toMatchObject({ status: 'completed', result: 'a.json' });
      expect(await store.list()).toEqual([]);
    });

    it('go to another worker when one is silent, which is not heard any more', async () => {
      const store = await open({ leaseMs: 800 });
      await store.put({ id: 'a', order: 1 });
      const silent = await take(store);
      const other = await takeSoon(store);
      expect([idOf(other), other.attempts]).toEqual(['a', 2]);
      expect(await store.complete(silent, 'silent.json', 1)).toBe(false);
      expect(await store.report(silent, { stage: 'diffuse', step: 1, of: 7 })).toBe(false);
      expect(await store.complete(other, 'other.json', 1)).toBe(true);
      expect(await store.find('a')).toMatchObject({ result: 'other.json' });
    });

    it('stay with a worker that renews', async () => {
      const store = await open({ leaseMs: 1500 });
      await store.put({ id: 'a', order: 1 });
      const lease = await take(store);
      for (let count = 0; count < 8; count++) {
        await pause(250);
        expect(await store.renew(lease)).toBe(true);
        expect(await store.take()).toBeUndefined();
      }
      expect(await store.complete(lease, 'a.json', 1)).toBe(true);
    });

    it('fail when every worker that begins them ends', async () => {
      const store = await open({ leaseMs: 300, maxStarts: 2 });
      await store.put({ id: 'a', order: 1 });
      await take(store);
      await takeSoon(store);
      for (let tries = 0; tries < 100 && (await store.find('a'))?.status !== 'failed'; tries++) {
        expect(await store.take()).toBeUndefined();
        await pause(50);
      }
      expect(await store.find('a')).toMatchObject({
        status: 'failed',
        error: { code: 'engine_crashed' },
      });
    });

    it('are tried again after a while, and listed when given up', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 });
      expect(await store.fail(await take(store), failure, 300)).toBe(true);
      expect(await store.take()).toBeUndefined();
      expect((await store.find('a'))?.status).toBe('queued');
      const again = await takeSoon(store);
      expect(again.attempts).toBe(2);
      expect(await store.fail(again, failure)).toBe(true);
      expect(await store.page({ status: 'failed', limit: 9 })).toMatchObject([
        { jobId: 'a', attempts: 2, error: failure },
      ]);
    });

    it('do not count an attempt that was given back', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 });
      await store.release(await take(store));
      expect(await store.find('a')).toMatchObject({ status: 'queued', position: 1 });
      expect((await takeSoon(store)).attempts).toBe(1);
    });

    it('are cancelled while they wait and while they run', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 }, { id: 'b', order: 2 });
      const running = await take(store);
      await store.cancel('a');
      await store.cancel('b');
      expect(await store.renew(running)).toBe(false);
      expect(await store.complete(running, 'a.json', 1)).toBe(false);
      expect(await store.take()).toBeUndefined();
      for (const id of ['a', 'b'])
        expect(await store.find(id)).toMatchObject({ status: 'cancelled' });
      expect(await store.list()).toEqual([]);
      expect(await store.count()).toMatchObject({ queued: 0, processing: 0, cancelled: 2 });
    });

    it('tell how far they are, and of previews the newest', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 });
      const lease = await take(store);
      await store.report(lease, { stage: 'diffuse', step: 1, of: 7, preview: 'AAAA' });
      await store.report(lease, { stage: 'diffuse', step: 2, of: 7, preview: 'BBBB' });
      const progress = { stage: 'diffuse', step: 2, of: 7 };
      expect(await store.find('a')).toMatchObject({ progress: { ...progress, preview: 'BBBB' } });
      expect(await store.events('a', 1)).toEqual([
        { id: 3, type: 'progress', data: progress },
        { id: 4, type: 'preview', data: { stage: 'diffuse', preview: 'BBBB' } },
      ]);
    });

    it('are listed the newest first, a page at a time', async () => {
      const store = await open();
      for (const id of ['a', 'b', 'c']) await store.put({ id, order: id.charCodeAt(0) });
      await take(store);
      const list = async (query: Parameters<LeasedJobStore['page']>[0]) =>
        (await store.page(query)).map(({ jobId }) => jobId);
      expect(await list({ limit: 2 })).toEqual(['c', 'b']);
      expect(await list({ limit: 9, after: 'b' })).toEqual(['a']);
      expect(await list({ limit: 9, status: 'queued' })).toEqual(['c', 'b']);
      expect(await list({ limit: 9, after: 'nobody' })).toEqual([]);
    });

    it('are forgotten some time after their end, those that wait never', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 }, { id: 'b', order: 2 });
      await store.complete(await take(store), 'a.json', 1);
      await store.forgetEnded(Date.now() - 60_000);
      expect(await store.find('a')).toMatchObject({ status: 'completed' });
      await store.forgetEnded(Date.now() + 1000);
      expect(await store.find('a')).toBeUndefined();
      expect(await store.find('b')).toMatchObject({ status: 'queued', position: 1 });
      expect(await store.looseResults(1)).toEqual(['a.json']);
    });

    it('are forgotten the oldest first where their results are too much', async () => {
      const store = await open();
      const ids = ['a', 'b', 'c', 'd', 'runs', 'waits'];
      for (const [order, id] of ids.entries()) await store.put({ id, order });
      for (const id of ['a', 'b', 'c']) {
        await store.complete(await take(store), `${id}.json`, 40);
        // Both stores know ends to the millisecond.
        await pause(5);
      }
      await store.fail(await take(store), failure);
      await take(store);
      const list = async () => (await store.page({ limit: 9 })).map(({ jobId }) => jobId);
      await store.forgetBeyond(120);
      expect(await list()).toHaveLength(6);
      await store.forgetBeyond(119);
      expect(await list()).toEqual(['waits', 'runs', 'd', 'c', 'b']);
      expect(await store.looseResults(1)).toEqual(['a.json']);
      // What is too much alone is the newest, which somebody waits for.
      await store.forgetBeyond(1);
      expect(await list()).toEqual(['waits', 'runs', 'd', 'c']);
      expect(await store.find('c')).toMatchObject({ result: 'c.json' });
    });

    it('tell which results nobody recorded, until those are dropped', async () => {
      const store = await open();
      await store.put({ id: 'a', order: 1 });
      const lease = await take(store);
      const [begun, soon] = [Date.now() - 1, Date.now() + 60_000];
      await store.expectResult(lease, 'killed.json');
      await store.expectResult(lease, 'whole.json');
      expect(await store.looseResults(begun)).toEqual([]);
      expect((await store.looseResults(soon)).sort()).toEqual(['killed.json', 'whole.json']);
      expect(await store.complete(lease, 'whole.json', 1)).toBe(true);
      expect(await store.looseResults(soon)).toEqual(['killed.json']);
      await store.remove('a');
      expect((await store.looseResults(soon)).sort()).toEqual(['killed.json', 'whole.json']);
      await store.dropResults(['killed.json', 'whole.json', 'nobody.json']);
      expect(await store.looseResults(soon)).toEqual([]);
    });
  });
}
