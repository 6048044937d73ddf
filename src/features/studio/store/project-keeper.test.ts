import { expect, it } from 'vitest';
import { createMemoryStudioProjects } from '../../../storage/studio/studio-projects.ts';
import { createProject } from '../draft/new-project.ts';
import { createProjectKeeper } from './project-keeper.ts';

/** Projects on a disk that can be full. */
function open() {
  const stored = createMemoryStudioProjects();
  const disk = { isFull: true };
  const problems: unknown[] = [];
  const projects = {
    ...stored,
    async change(...args: Parameters<typeof stored.change>) {
      if (disk.isFull) throw new DOMException('full', 'QuotaExceededError');
      await stored.change(...args);
    },
  };
  const keeper = createProjectKeeper({
    open: () => Promise.resolve(projects),
    report: (thrown) => problems.push(thrown),
    onWrite: () => undefined,
  });
  return { disk, stored, keeper, problems };
}

const project = { ...createProject(), id: 'p' };
const files = new Map([['f', new Blob(['picture'])]]);

it('a project that the store refused keeps its files until there is room', async () => {
  const { disk, stored, keeper, problems } = open();
  keeper.change(project, (before) => before, files);
  await keeper.settled();
  expect(problems).toHaveLength(1);
  expect(keeper.listUnsaved()).toEqual(['p']);
  expect([...(await keeper.readFiles('p')).keys()]).toEqual(['f']);
  await expect(keeper.keepUnsaved()).rejects.toThrow('full');

  disk.isFull = false;
  keeper.change(project, (before) => ({ ...before, name: 'Later' }));
  await keeper.settled();
  expect(keeper.listUnsaved()).toEqual([]);
  expect((await stored.list()).map(({ name }) => name)).toEqual(['Later']);
});

it('a deleted project is not kept later', async () => {
  const { disk, stored, keeper } = open();
  keeper.change(project, (before) => before, files);
  await keeper.settled();
  await keeper.remove('p');
  disk.isFull = false;
  await keeper.keepUnsaved();
  expect(await stored.list()).toEqual([]);
});
