import { expect, it } from 'vitest';
import { PATIENCE_MS } from '../../src/engine/gpu/turn-order.ts';
import { createFakeMachine, type FakeModel } from './fake-memory.fixture.ts';

const GB = 1e9;

/** Whether something has happened once all that can go on has gone on. */
async function settle<R>(work: Promise<R>): Promise<R | 'waits'> {
  const later = new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 20));
  return Promise.race([work, later]);
}

async function useOnce(...models: FakeModel[]): Promise<void> {
  for (const model of models) (await model.use()).release();
}

it('keeps as many models as there is room for, and unloads none without need', async () => {
  const { createModel, unloaded, arbiter } = createFakeMachine({ cpu: 10 * GB });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => createModel(name, 3 * GB));
  if (!a || !b || !c) throw new Error('There are three.');
  await useOnce(a, b, c, a, b);
  expect(unloaded).toEqual([]);
  const { residents, devices } = await arbiter.view();
  expect(residents.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
  expect(devices).toMatchObject([{ id: 'cpu', freeBytes: 1 * GB }]);
});

it('unloads first what was used least recently, as little as is needed', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 3 * GB);
  const b = createModel('b', 3 * GB);
  const c = createModel('c', 3 * GB);
  await useOnce(a, b, c, a);
  await useOnce(createModel('d', 4 * GB));
  expect(unloaded).toEqual(['b']);
});

it('waits for a model that is in use, and never unloads it meanwhile', async () => {
  const { createModel, unloaded, arbiter } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 6 * GB);
  const first = await a.use();
  const second = await a.use();
  const waiting = createModel('b', 6 * GB).use();
  expect(await settle(waiting)).toBe('waits');
  expect((await arbiter.view()).waiting).toMatchObject([{ owner: 'fake/b' }]);
  first.release();
  first.release();
  expect(await settle(waiting)).toBe('waits');
  second.release();
  (await waiting).release();
  expect(unloaded).toEqual(['a']);
  expect((await arbiter.view()).waiting).toEqual([]);
});

it('goes by what models take, not by what was expected of them', async () => {
  const { createModel, unloaded, arbiter } = createFakeMachine({ cpu: 10 * GB });
  await useOnce(createModel('a', 1 * GB, { takes: 7 * GB }));
  const { residents } = await arbiter.view();
  expect(residents).toMatchObject([{ bytes: new Map([['cpu', 7 * GB]]), isMeasured: true }]);
  await useOnce(createModel('b', 3 * GB));
  expect(unloaded).toEqual([]);
  await useOnce(createModel('c', 1 * GB));
  expect(unloaded).toEqual(['a']);
});

it('goes by what is free, whoever has the rest', async () => {
  const totals = { cpu: 10 * GB };
  const { createModel, unloaded, reader } = createFakeMachine(totals);
  await useOnce(createModel('a', 3 * GB));
  const readDevices = reader.readDevices.bind(reader);
  reader.readDevices = async () =>
    (await readDevices()).map((device) => ({ ...device, freeBytes: device.freeBytes - 5 * GB }));
  await useOnce(createModel('b', 3 * GB));
  expect(unloaded).toEqual(['a']);
});

it('counts what is being loaded before it takes anything', async () => {
  const { createModel, arbiter, unloaded } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 6 * GB);
  const lease = await arbiter.lease(a.request, new AbortController().signal);
  const waiting = createModel('b', 6 * GB).use();
  expect(await settle(waiting)).toBe('waits');
  lease.release();
  (await waiting).release();
  expect(unloaded).toEqual(['a']);
});

it('has the memory of a model whose process died at once, for those who wait', async () => {
  const { createModel, unloaded, arbiter } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 6 * GB);
  const lost = await a.use();
  const waiting = createModel('b', 6 * GB).use();
  expect(await settle(waiting)).toBe('waits');
  a.crash();
  const lease = await waiting;
  lost.release();
  expect(unloaded).toEqual([]);
  expect((await arbiter.view()).residents).toMatchObject([{ model: 'b', leases: 1 }]);
  lease.release();
});

it('lets nobody use a model in front of someone who waits for its memory', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 6 * GB);
  const c = createModel('c', 1 * GB);
  await useOnce(c);
  const lease = await a.use();
  const waiting = createModel('b', 6 * GB).use();
  expect(await settle(waiting)).toBe('waits');
  const later = a.use();
  expect(await settle(later)).toBe('waits');
  // Nobody waits for this one.
  await useOnce(c);
  lease.release();
  (await waiting).release();
  (await later).release();
  expect(unloaded).toEqual(['c', 'a', 'b']);
});

it('lets those go first whom somebody waits for, but nobody wait forever', async () => {
  const { createModel, passTime, unloaded } = createFakeMachine({ cpu: 10 * GB });
  const lease = await createModel('a', 6 * GB).use();
  const batch = createModel('batch', 6 * GB, { priority: 'batch' }).use();
  expect(await settle(batch)).toBe('waits');
  const person = createModel('person', 6 * GB).use();
  expect(await settle(person)).toBe('waits');
  lease.release();
  const held = await person;
  expect(await settle(batch)).toBe('waits');
  passTime(PATIENCE_MS);
  const late = createModel('late', 6 * GB).use();
  expect(await settle(late)).toBe('waits');
  held.release();
  (await batch).release();
  (await late).release();
  expect(unloaded).toEqual(['a', 'person', 'batch']);
});

it('stops waiting when it is told to, and lets the next one go on', async () => {
  const { createModel, arbiter } = createFakeMachine({ cpu: 10 * GB });
  const lease = await createModel('a', 6 * GB).use();
  const stop = new AbortController();
  const waiting = createModel('b', 6 * GB).use(stop.signal);
  const next = createModel('c', 6 * GB).use();
  expect(await settle(next)).toBe('waits');
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
  expect((await arbiter.view()).waiting).toHaveLength(1);
  lease.release();
  (await next).release();
});

it('unloads warm models last', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 10 * GB });
  await useOnce(createModel('warm', 4 * GB, { isWarm: true }), createModel('a', 4 * GB));
  await useOnce(createModel('b', 4 * GB));
  expect(unloaded).toEqual(['a']);
  await useOnce(createModel('c', 8 * GB));
  expect(unloaded).toEqual(['a', 'b', 'warm']);
});

it('unloads nothing for a model that may come only beside the others', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 10 * GB });
  await useOnce(createModel('a', 6 * GB));
  const shy = createModel('shy', 6 * GB, { mayUnload: false });
  await expect(shy.use()).rejects.toMatchObject({
    code: 'out_of_memory',
    details: { requestedBytes: 6 * GB, availableBytes: 4 * GB },
  });
  await useOnce(createModel('small', 4 * GB, { mayUnload: false }));
  expect(unloaded).toEqual([]);
});

it('lets a model try that is larger than all there is, when it is alone', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 10 * GB });
  const a = createModel('a', 2 * GB);
  const lease = await a.use();
  const large = createModel('large', 20 * GB, { takes: 9 * GB }).use();
  expect(await settle(large)).toBe('waits');
  lease.release();
  (await large).release();
  expect(unloaded).toEqual(['a']);
});

it('puts a model on the GPU that has the most free memory', async () => {
  const { createModel, unloaded } = createFakeMachine({
    cpu: 64 * GB,
    'GPU-0': 8e9,
    'GPU-1': 12e9,
  });
  const placed: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) {
    const lease = await createModel(name, 4 * GB, { kind: 'gpu' }).use();
    placed.push(lease.devices.join());
    lease.release();
  }
  expect(placed).toEqual(['GPU-1', 'GPU-0', 'GPU-1', 'GPU-0']);
  expect(unloaded).toEqual([]);
  const e = await createModel('e', 6 * GB, { kind: 'gpu' }).use();
  expect(e.devices).toEqual(['GPU-1']);
  expect(unloaded).toEqual(['a']);
});

it('waits for neither GPU where the other one has room', async () => {
  const { createModel, unloaded } = createFakeMachine({ cpu: 64 * GB, 'GPU-0': 8e9, 'GPU-1': 8e9 });
  const busy = await createModel('a', 6 * GB, { kind: 'gpu' }).use();
  await useOnce(createModel('b', 6 * GB, { kind: 'gpu' }));
  const c = await createModel('c', 6 * GB, { kind: 'gpu' }).use();
  expect([busy.devices, c.devices]).toEqual([['GPU-0'], ['GPU-1']]);
  expect(unloaded).toEqual(['b']);
});

it('spreads over all GPUs what is larger than each of them', async () => {
  const { createModel, arbiter, unloaded } = createFakeMachine({
    ...{ cpu: 64 * GB, 'GPU-0': 8 * GB, 'GPU-1': 8 * GB },
  });
  await useOnce(createModel('small', 2 * GB, { kind: 'gpu' }));
  const lease = await createModel('large', 15 * GB, { kind: 'gpu' }).use();
  expect(lease.devices).toEqual(['GPU-0', 'GPU-1']);
  expect(unloaded).toEqual(['small']);
  expect((await arbiter.view()).residents[0]?.bytes).toEqual(
    new Map([
      ['GPU-0', 7.5 * GB],
      ['GPU-1', 7.5 * GB],
    ]),
  );
});

it('keeps GPUs and the machine’s own memory apart, and uses that where there is no GPU', async () => {
  const both = createFakeMachine({ cpu: 8 * GB, 'GPU-0': 8 * GB });
  const onGpu = await both.createModel('a', 6 * GB, { kind: 'gpu' }).use();
  const onCpu = await both.createModel('b', 6 * GB).use();
  expect([onGpu.devices, onCpu.devices]).toEqual([['GPU-0'], ['cpu']]);
  // One who waits for a GPU keeps nobody from the rest.
  const waiting = both.createModel('c', 6 * GB, { kind: 'gpu' }).use();
  expect(await settle(waiting)).toBe('waits');
  await useOnce(both.createModel('d', 1 * GB));
  onGpu.release();
  (await waiting).release();

  const bare = createFakeMachine({ cpu: 8 * GB });
  const lease = await bare.createModel('a', 6 * GB, { kind: 'gpu' }).use();
  expect(lease.devices).toEqual(['cpu']);
  const other = bare.createModel('b', 6 * GB).use();
  expect(await settle(other)).toBe('waits');
  lease.release();
  (await other).release();
  expect(bare.unloaded).toEqual(['a']);
});

it('takes a GPU’s growth for what a model holds that the driver does not tell', async () => {
  const { createModel, arbiter, reader } = createFakeMachine({ cpu: 64 * GB, 'GPU-0': 8 * GB });
  reader.readProcess = async () => new Map([['cpu', 1 * GB]]);
  await useOnce(createModel('a', 2 * GB, { kind: 'gpu', takes: 5 * GB }));
  await useOnce(createModel('b', 2 * GB, { kind: 'gpu', takes: 2 * GB }));
  const { residents } = await arbiter.view();
  expect(residents.map(({ bytes }) => bytes.get('GPU-0'))).toEqual([5 * GB, 2 * GB]);
});

it('notes where a model went that could not go to a GPU', async () => {
  const { createModel, arbiter, reader } = createFakeMachine({ cpu: 64 * GB, 'GPU-0': 8 * GB });
  const a = createModel('a', 2 * GB, { kind: 'gpu' });
  reader.readProcess = async () => new Map([['cpu', 3 * GB]]);
  const lease = await arbiter.lease(a.request, new AbortController().signal);
  a.request.user.pid = () => 7;
  await lease.loaded(true);
  const { residents } = await arbiter.view();
  expect(residents.map(({ bytes }) => [...bytes])).toEqual([[['cpu', 3 * GB]]]);
});

it('never counts on the same room twice, however many come at once', async () => {
  const { createModel, arbiter } = createFakeMachine({ cpu: 10 * GB });
  const models = Array.from({ length: 12 }, (_, index) => createModel(String(index), 3 * GB));
  let inUse = 0;
  let most = 0;
  const work = models.map(async (model) => {
    const lease = await model.use();
    most = Math.max(most, ++inUse);
    const { devices } = await arbiter.view();
    expect(devices[0]?.freeBytes).toBeGreaterThanOrEqual(0);
    inUse--;
    lease.release();
  });
  await Promise.all(work);
  expect(most).toBeLessThanOrEqual(3);
  expect((await arbiter.view()).residents.length).toBeLessThanOrEqual(3);
});
