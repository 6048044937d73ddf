import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import { createProject } from '../../features/studio/draft/new-project.ts';
import type { MadeImage, StudioProject } from './studio-project.ts';
import {
  connectStudioDatabase,
  createMemoryStudioProjects,
  createStudioProjects,
  type StudioProjects,
} from './studio-projects.ts';

const open: { name: string; database: ReturnType<typeof connectStudioDatabase> }[] = [];
afterEach(async () => {
  for (const { name, database } of open.splice(0)) {
    database.close();
    await deleteDB(name);
  }
});

function createStored(): StudioProjects {
  const name = `studio-test-${crypto.randomUUID()}`;
  const database = connectStudioDatabase(name);
  open.push({ name, database });
  return createStudioProjects(database);
}

const imageOf = (id: string, name: string): MadeImage => ({
  id,
  name,
  width: 2,
  height: 1,
  baseId: 'base',
  crop: { left: 0, top: 0, width: 2, height: 1 },
  parameters: {
    prompt: 'a fox',
    seed: 1,
    numInferenceSteps: 1,
    guidanceScale: 1,
    scheduler: 'ddim',
    width: 2,
    height: 1,
    model: 'm',
  },
  type: 'image/webp',
  sizeBytes: 3,
  applied: '',
  notes: [],
});
const withImages = (project: StudioProject, ...images: MadeImage[]): StudioProject => ({
  ...project,
  made: { draws: [], images },
});
const save = (projects: StudioProjects, project: StudioProject, files?: Map<string, Blob>) =>
  projects.change(project.id, () => project, files);
const textsOf = async (files: Map<string, Blob>) =>
  Object.fromEntries(
    await Promise.all(Array.from(files, async ([id, file]) => [id, await file.text()] as const)),
  );

describe.each<[string, () => StudioProjects]>([
  ['the browser', createStored],
  ['memory', createMemoryStudioProjects],
])('projects of the studio in %s', (_, create) => {
  it('are listed as they were saved, the one that was changed last first', async () => {
    const projects = create();
    const first = { ...createProject(), updatedAt: 1 };
    const second = { ...createProject(), updatedAt: 2, name: 'Spring' };
    await save(projects, first);
    await save(projects, second);
    expect(await projects.list()).toEqual([second, first]);
    await save(projects, { ...first, updatedAt: 3 });
    expect((await projects.list()).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('are changed as they are stored, whatever somebody else has written', async () => {
    const projects = create();
    const project = createProject();
    await save(projects, project);
    const rename = (name: string) => (stored: StudioProject | undefined) => ({
      ...(stored ?? project),
      name: `${stored?.name ?? 'nothing'} ${name}`,
    });
    await Promise.all(['a', 'b', 'c'].map((name) => projects.change(project.id, rename(name))));
    expect(await projects.read(project.id)).toEqual({ ...project, name: ' a b c' });
    expect(await projects.read('never there')).toBeUndefined();
  });

  it('keep files as long as the project needs them, each project its own', async () => {
    const projects = create();
    const project = createProject();
    const other = createProject();
    const [hero, story] = [imageOf('1', 'hero'), imageOf('2', 'story')];
    await save(
      projects,
      withImages(project, hero, story),
      new Map([
        ['1', new Blob(['one'])],
        ['2', new Blob(['two'])],
        ['3', new Blob(['nobody needs it'])],
      ]),
    );
    await save(projects, withImages(other, hero), new Map([['1', new Blob(['other'])]]));
    expect(await textsOf(await projects.readFiles(project.id))).toEqual({ 1: 'one', 2: 'two' });
    // One was redrawn; the one before it can still be had.
    const again = imageOf('4', 'hero');
    const before = withImages(project, hero).made;
    await save(
      projects,
      { ...withImages(project, again), before },
      new Map([['4', new Blob(['four'])]]),
    );
    expect(await textsOf(await projects.readFiles(project.id))).toEqual({ 1: 'one', 4: 'four' });
    await save(projects, withImages(project, again));
    expect(await textsOf(await projects.readFiles(project.id))).toEqual({ 4: 'four' });
    await projects.remove(project.id);
    expect(await projects.readFiles(project.id)).toEqual(new Map());
    expect(await textsOf(await projects.readFiles(other.id))).toEqual({ 1: 'other' });
  });
});
