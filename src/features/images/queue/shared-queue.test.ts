import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors.ts';
import type { StoredJob } from '../../../engine/studio/job-store.ts';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import type { ImageQueueNews } from './image-run.ts';
import { runOf, setUp } from '../images-store.fixture.ts';

describe('two tabs', () => {
  function openTwo() {
    const open = createFakeTabs<ImageQueueNews>();
    const rows = new Map<string, StoredJob>();
    const [tabOne, tabTwo] = [open(), open()];
    return { one: setUp({ tabs: tabOne }, rows), two: setUp({ tabs: tabTwo }, rows), rows, tabOne };
  }
  const queueOf = ({ store }: ReturnType<typeof setUp>) =>
    store.getState().queue.map(({ task }) => task.kind === 'draw' && task.request.prompt);
  const draw = ({ store }: ReturnType<typeof setUp>, prompt: string) => {
    store.getState().changeForm({ prompt });
    store.getState().draw();
  };

  it('share a queue in which each picture is drawn once, by the tab already drawing', async () => {
    const { one, two, rows } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => one.store.getState().run.status).toBe('drawing');
    await two.store.getState().restore();
    expect(two.store.getState()).toMatchObject({ isPaused: false, queue: [] });
    expect(runOf(two.store)).toMatchObject({
      isElsewhere: true,
      job: { task: { request: { prompt: 'a cat' } } },
    });
    draw(two, 'a dog');
    await expect.poll(() => queueOf(one)).toEqual(['a dog']);
    one.hold(false);
    one.step();
    await expect.poll(() => rows.size).toBe(0);
    await expect.poll(() => two.store.getState().run.status).toBe('idle');
    expect(one.added.map(({ prompt }) => prompt)).toEqual(['a cat', 'a dog']);
    expect(two.requests).toEqual([]);
    expect(two.store.getState().lastIds).toEqual(one.store.getState().lastIds);
  });

  it('can each stop the running job and remove waiting ones', async () => {
    const { one, two } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    draw(one, 'a dog');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    await expect.poll(() => queueOf(two)).toEqual(['a dog']);
    two.store.getState().cancel(two.store.getState().queue[0]?.id ?? '');
    await expect.poll(() => queueOf(one)).toEqual([]);
    two.store.getState().stop();
    await expect.poll(() => one.store.getState().run.status).toBe('stopping');
    one.step();
    await expect.poll(() => two.store.getState().run.status).toBe('idle');
    expect(one.added).toEqual([]);
    // It is said where it was asked for.
    expect(two.store.getState().stopped).toMatchObject([
      { task: { request: { prompt: 'a cat' } } },
    ]);
    expect(one.store.getState().stopped).toEqual([]);
  });

  it('report a failure where the picture was requested', async () => {
    const { one, two } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    draw(two, 'a dog');
    one.hold(false);
    one.fail(new EngineError('out_of_memory', 'full'));
    one.step();
    await expect
      .poll(() => two.store.getState().failures.map(({ error }) => error))
      .toHaveLength(1);
    expect(two.store.getState().failures[0]?.error).toBeInstanceOf(EngineError);
  });

  it("leave a closed tab's job to the other, which asks first", async () => {
    const { one, two, tabOne } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    tabOne.close();
    await expect.poll(() => two.store.getState().isPaused).toBe(true);
    expect(queueOf(two)).toEqual(['a cat']);
    expect(two.store.getState().run.status).toBe('idle');
    two.store.getState().resume();
    await expect.poll(() => two.added.length).toBe(1);
  });

  it('continue unasked if their own job waits behind it', async () => {
    const { one, two, tabOne } = openTwo();
    one.hold(true);
    draw(one, 'a cat');
    await expect.poll(() => two.store.getState().run.status).toBe('drawing');
    draw(two, 'a dog');
    tabOne.close();
    await expect.poll(() => two.added.map(({ prompt }) => prompt)).toEqual(['a cat', 'a dog']);
  });
});
