import type { DBSchema } from 'idb';
import { connectDatabase, type Connection } from '../connection.ts';
import { createRowParser, passOver, type ReportDamage } from '../damage/damage.ts';
import { listFileIds, studioProjectSchema, type StudioProject } from './studio-project.ts';

/** Briefs with their pictures, on the disk and not in memory. */
export interface StudioProjects {
  /** The one that was changed last first. */
  list(): Promise<StudioProject[]>;
  /** `undefined` for one that is not here, or that another version wrote. */
  read(projectId: string): Promise<StudioProject | undefined>;
  /**
   * Changes a project as it is stored now, with nothing written by another tab in between, and keeps
   * files that are new, by their ids; files that it has no more use for are deleted. `update` gets
   * `undefined` for a project that is not here. Throws `storage_full`.
   */
  change(
    projectId: string,
    update: (stored: StudioProject | undefined) => StudioProject,
    files?: ReadonlyMap<string, Blob>,
  ): Promise<void>;
  /** The same for a project as a whole, in place of the one with its id. */
  save(project: StudioProject, files?: ReadonlyMap<string, Blob>): Promise<void>;
  /** The files of a project by their ids, as far as they are here. */
  readFiles(projectId: string): Promise<Map<string, Blob>>;
  remove(projectId: string): Promise<void>;
}

interface StudioSchema extends DBSchema {
  projects: { key: string; value: unknown };
  files: {
    key: [projectId: string, id: string];
    value: { projectId: string; id: string; file: Blob };
  };
}
type StudioDatabase = Connection<StudioSchema>;

export const STUDIO_PROJECTS_DATABASE = 'triptych-studio';

/** Opened with the first use. */
export function connectStudioDatabase(name = STUDIO_PROJECTS_DATABASE): StudioDatabase {
  return connectDatabase<StudioSchema>({
    name,
    version: 1,
    upgrade(created) {
      created.createObjectStore('projects', { keyPath: 'id' });
      created.createObjectStore('files', { keyPath: ['projectId', 'id'] });
    },
  });
}

/** All files of a project: no id comes after an array. */
const filesOf = (projectId: string) => IDBKeyRange.bound([projectId], [projectId, []]);

export function createStudioProjects(
  database: StudioDatabase,
  report: ReportDamage = passOver,
): StudioProjects {
  const parse = createRowParser('project', studioProjectSchema, report);
  return withSave({
    async list() {
      const rows = await database.use((db) => db.getAll('projects'));
      return newestFirst(parse(rows));
    },
    read: (projectId) =>
      database.use(
        async (db) => studioProjectSchema.safeParse(await db.get('projects', projectId)).data,
      ),
    change: (projectId, update, files = new Map()) =>
      database.use(async (db) => {
        const transaction = db.transaction(['projects', 'files'], 'readwrite');
        const projects = transaction.objectStore('projects');
        const project = update(studioProjectSchema.safeParse(await projects.get(projectId)).data);
        const stored = transaction.objectStore('files');
        const needed = new Set(listFileIds(project));
        const keys = await stored.getAllKeys(filesOf(projectId));
        await Promise.all([
          projects.put(project),
          ...keys.filter(([, id]) => !needed.has(id)).map((key) => stored.delete(key)),
          ...[...files]
            .filter(([id]) => needed.has(id))
            .map(([id, file]) => stored.put({ projectId, id, file })),
          transaction.done,
        ]);
      }),
    async readFiles(projectId) {
      const rows = await database.use((db) => db.getAll('files', filesOf(projectId)));
      return new Map(rows.map(({ id, file }) => [id, file]));
    },
    remove: (projectId) =>
      database.use(async (db) => {
        const transaction = db.transaction(['projects', 'files'], 'readwrite');
        await Promise.all([
          transaction.objectStore('projects').delete(projectId),
          transaction.objectStore('files').delete(filesOf(projectId)),
          transaction.done,
        ]);
      }),
  });
}

/** Where the browser keeps nothing: everything lasts as long as the tab. */
export function createMemoryStudioProjects(): StudioProjects {
  const projects = new Map<string, StudioProject>();
  const files = new Map<string, Map<string, Blob>>();
  return withSave({
    list: async () => newestFirst([...projects.values()]),
    read: async (projectId) => projects.get(projectId),
    async change(projectId, update, added = new Map()) {
      const project = update(projects.get(projectId));
      projects.set(projectId, project);
      const needed = new Set(listFileIds(project));
      const all = [...(files.get(projectId) ?? []), ...added];
      files.set(projectId, new Map(all.filter(([id]) => needed.has(id))));
    },
    readFiles: async (projectId) => new Map(files.get(projectId)),
    async remove(projectId) {
      projects.delete(projectId);
      files.delete(projectId);
    },
  });
}

const withSave = (projects: Omit<StudioProjects, 'save'>): StudioProjects => ({
  ...projects,
  save: (project, files) => projects.change(project.id, () => project, files),
});

function newestFirst(projects: readonly StudioProject[]): StudioProject[] {
  return projects.toSorted((a, b) => b.updatedAt - a.updatedAt);
}
