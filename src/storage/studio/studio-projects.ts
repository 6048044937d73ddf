import type { DBSchema } from 'idb';
import { connectDatabase, type Connection } from '../connection.ts';
import { listFileIds, studioProjectSchema, type StudioProject } from './studio-project.ts';

/** Briefs with their pictures, on the disk and not in memory. */
export interface StudioProjects {
  /** The one that was changed last first. */
  list(): Promise<StudioProject[]>;
  /**
   * Keeps a project together with files that are new, by their ids; files that it has no more use
   * for are deleted. Throws `storage_full`.
   */
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

export function createStudioProjects(database: StudioDatabase): StudioProjects {
  return {
    async list() {
      const rows = await database.use((db) => db.getAll('projects'));
      return newestFirst(rows.flatMap((row) => studioProjectSchema.safeParse(row).data ?? []));
    },
    save: (project, files = new Map()) =>
      database.use(async (db) => {
        const transaction = db.transaction(['projects', 'files'], 'readwrite');
        const stored = transaction.objectStore('files');
        const needed = new Set(listFileIds(project));
        const keys = await stored.getAllKeys(filesOf(project.id));
        await Promise.all([
          transaction.objectStore('projects').put(project),
          ...keys.filter(([, id]) => !needed.has(id)).map((key) => stored.delete(key)),
          ...[...files]
            .filter(([id]) => needed.has(id))
            .map(([id, file]) => stored.put({ projectId: project.id, id, file })),
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
  };
}

/** Where the browser keeps nothing: everything lasts as long as the tab. */
export function createMemoryStudioProjects(): StudioProjects {
  const projects = new Map<string, StudioProject>();
  const files = new Map<string, Map<string, Blob>>();
  return {
    list: async () => newestFirst([...projects.values()]),
    async save(project, added = new Map()) {
      projects.set(project.id, project);
      const needed = new Set(listFileIds(project));
      const all = [...(files.get(project.id) ?? []), ...added];
      files.set(project.id, new Map(all.filter(([id]) => needed.has(id))));
    },
    readFiles: async (projectId) => new Map(files.get(projectId)),
    async remove(projectId) {
      projects.delete(projectId);
      files.delete(projectId);
    },
  };
}

function newestFirst(projects: readonly StudioProject[]): StudioProject[] {
  return projects.toSorted((a, b) => b.updatedAt - a.updatedAt);
}
