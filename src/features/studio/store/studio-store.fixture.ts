import { createLocalLocks } from '../../../engine/locks.ts';
import { createMemoryBatchStore } from '../../../engine/studio/batch/batch-store.ts';
import { createBatches } from '../../../engine/studio/batch/batches.ts';
import { createFakeQueue } from '../../../engine/studio/batch/fake-queue.fixture.ts';
import { analyzeContext } from '../../../engine/studio/brief/analyze-context.ts';
import { createFakeTabs } from '../../../engine/tabs.fixture.ts';
import {
  createMemoryStudioProjects,
  type StudioProjects,
} from '../../../storage/studio/studio-projects.ts';
import { planSet } from '../set/plan-set.ts';
import { createDrawing, STICKERS, type Drawing } from './drawing.fixture.ts';
import type { StudioNews } from './studio-news.ts';
import type { StudioStore } from './studio-state.ts';
import { createStudioStore } from './studio-store.ts';

/** What outlives a page: stores, and what other tabs share with it. */
export function openBrowser({
  drawing = createDrawing(),
  projects = createMemoryStudioProjects(),
}: { drawing?: Drawing; projects?: StudioProjects } = {}) {
  const kept = createMemoryBatchStore();
  const queue = createFakeQueue({ studio: drawing, store: kept });
  return {
    drawing,
    projects,
    kept,
    queue,
    locks: createLocalLocks(),
    openTabs: createFakeTabs<StudioNews>(),
    last: '',
  };
}
type Browser = ReturnType<typeof openBrowser>;

interface Options {
  browser?: Browser;
  image?: typeof STICKERS;
}

export function createStore({ browser = openBrowser(), image = STICKERS }: Options = {}) {
  const store = createStudioStore({
    engine: {
      analyzeContext: ({ brief, category, filters, rulesOnly: _ }, signal) => {
        if (!image) throw new Error('No model.');
        const request = { brief, ...(category && { category }), ...(filters && { filters }) };
        return analyzeContext(request, { image }, signal);
      },
    },
    openBatches: async () => createBatches(browser.queue, browser.kept),
    tabs: browser.openTabs(),
    locks: browser.locks,
    openProjects: async () => browser.projects,
    readModels: () => ({ image, device: 'wasm' }),
    lastOpen: { read: () => browser.last, write: (id) => void (browser.last = id) },
  });
  const { drawing: batches, projects } = browser;
  return { store, batches, projects, browser };
}

export const BRIEF = 'Spring sale at a bakery in Lisbon, cosy, saying “Primavera!”';

export async function createRead(options?: Options) {
  const made = createStore(options);
  await made.store.getState().restore();
  made.store.getState().setBrief(BRIEF);
  await made.store.getState().understand();
  return made;
}

export const draftOf = (store: StudioStore) => store.getState().project.draft;
export const staleOf = (store: StudioStore, image = STICKERS) =>
  planSet(store.getState().project, image)?.stale;
export const textOf = async (store: StudioStore, name: string) => {
  const { project, files } = store.getState();
  const image = project.made.images.find((each) => each.name === name);
  return image && files.get(image.id)?.text();
};

export const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
export const imagesOf = (store: StudioStore) =>
  store.getState().project.made.images.map(({ name }) => name);

/** A tab that is gone: nothing that it does reaches anything that outlives it. */
export function killable(browser: Browser) {
  let isAlive = true;
  const { projects } = browser;
  const own: StudioProjects = {
    ...projects,
    change: (...args) => (isAlive ? projects.change(...args) : new Promise(() => undefined)),
  };
  let letGo = () => {};
  const gone = new Promise<never>((_, reject) => (letGo = () => reject(new Error('gone'))));
  gone.catch(() => undefined);
  const locks: Browser['locks'] = {
    hold: (name, signal, work) =>
      browser.locks.hold(name, signal, () => Promise.race([work(), gone])),
  };
  const kept = {
    ...browser.kept,
    remove: (id: string) =>
      isAlive ? browser.kept.remove(id) : new Promise<void>(() => undefined),
  };
  const tabs = browser.openTabs();
  const openTabs = () => ({
    ...tabs,
    tell: (news: StudioNews) => {
      if (isAlive) tabs.tell(news);
    },
  });
  const kill = () => {
    isAlive = false;
    tabs.close();
    letGo();
  };
  return { browser: { ...browser, projects: own, locks, kept, openTabs }, kill };
}
