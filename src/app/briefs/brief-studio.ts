import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { openTabs } from '../../engine-client/tabs.ts';
import { webLocks } from '../../engine-client/web-locks.ts';
import { createStudioStore } from '../../features/studio/store/studio-store.ts';
import type { StudioStore } from '../../features/studio/store/studio-state.ts';
import {
  connectStudioDatabase,
  createMemoryStudioProjects,
  createStudioProjects,
  type StudioProjects,
} from '../../storage/studio/studio-projects.ts';
import { findDrawingModel } from '../companion/companion-manifests.ts';
import { forgetCached } from '../forget-cached.ts';
import { readChoice } from '../models/model-readiness.ts';
import type { Studio } from '../studio.ts';

const made = new WeakMap<Studio, StudioStore>();

/** One per page: a set goes on while another screen is shown. */
export function briefStudioOf(studio: Studio): StudioStore {
  const known = made.get(studio);
  if (known) return known;
  const store = createBriefStudio(studio);
  made.set(studio, store);
  return store;
}

const opened = new WeakMap<Studio, StudioProjects>();

/** Where the projects are kept, for whatever deals with all of them. */
export function projectsOf(studio: Studio): StudioProjects {
  const known = opened.get(studio);
  if (known) return known;
  const projects = openProjects(studio);
  opened.set(studio, projects);
  return projects;
}

const DRAFT = 'studio';

function createBriefStudio(studio: Studio): StudioStore {
  const { drafts, models, companion, settings, openBatches, studio: engine } = studio;
  const store = createStudioStore({
    engine,
    openBatches,
    tabs: openTabs('triptych-sets'),
    locks: webLocks,
    openProjects: async () => projectsOf(studio),
    readModels() {
      const { model, device } = readChoice(settings.getState(), 'image');
      const chat = readChoice(settings.getState(), 'chat').model;
      const { installed } = models.state.getState();
      const isHere = installed?.some(({ manifest }) => manifest.id === chat) ?? false;
      return {
        image: findDrawingModel(models.state.getState(), companion.state.getState(), model),
        device,
        ...((isHere || isElsewhere(chat)) && { chatModel: chat }),
      };
    },
    lastOpen: { read: () => drafts.read(DRAFT), write: (id) => drafts.write(DRAFT, id) },
  });
  void store.getState().restore();
  return store;
}

/** What is deleted with a set is deleted from the cache as well. */
function openProjects({ stores, openCache, damage }: Studio): StudioProjects {
  const projects = stores.isKept
    ? createStudioProjects(connectStudioDatabase(), damage.report)
    : createMemoryStudioProjects();
  return {
    ...projects,
    async remove(id) {
      const files = await projects.readFiles(id);
      await projects.remove(id);
      void forgetCached([...files.values()], openCache);
    },
  };
}
