import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createZipFile } from '../../engine/files/write-zip.ts';
import { readZip } from '../../engine/files/read-zip.ts';
import type { StoredMessage } from '../conversations.ts';
import type { SavedRecipe } from '../recipes.ts';
import type { StudioProject } from '../studio/studio-project.ts';
import type { BackupStores } from './backup-format.ts';
import { openMemoryStores } from './memory-stores.fixture.ts';
import { restoreBackup, type RestoreReport } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const signal = new AbortController().signal;
const conversation = {
  id: 'odd/../id',
  title: 'Grüße 😀',
  createdAt: 1,
  updatedAt: 5,
  leafId: 'b',
};
const message = (id: string, parentId: string | null): StoredMessage => ({
  id,
  conversationId: conversation.id,
  parentId,
  role: parentId ? 'assistant' : 'user',
  content: `text of ${id}\u0000\ud83d`,
  createdAt: 1,
  state: 'complete',
});
const parameters = {
  prompt: 'a fox',
  seed: 1,
  numInferenceSteps: 1,
  guidanceScale: 1,
  scheduler: 'euler',
  width: 1,
  height: 1,
  model: 'm',
};
const picture = {
  id: 'p',
  createdAt: 1,
  width: 1,
  height: 1,
  sizeBytes: 3,
  isFavourite: true,
  note: 'For the newsletter',
  origin: { kind: 'conversation' as const, id: 'odd/../id' },
  parameters,
  file: new Blob([Uint8Array.of(1, 2, 3)], { type: 'image/png' }),
  thumbnail: new Blob(['t'], { type: 'image/webp' }),
};
const collection = { id: 't', name: 'Trip', createdAt: 1, pictureIds: ['p', 'deleted'] };
const reading = {
  id: 'r',
  title: 'Tale',
  text: 'A tale.',
  model: 'm',
  voice: 'v',
  sampleRate: 16000,
  durationSeconds: 2,
  createdAt: 1,
  state: 'complete' as const,
  positionSeconds: 1,
  positionFrom: 0,
  chapters: [],
};
const piece = {
  index: 0,
  follows: 0,
  start: 0,
  end: 7,
  spoken: 'A tale.',
  sampleCount: 2,
  words: [],
  peaks: [1],
  samples: new Blob(['abcd']),
};

const project: StudioProject = {
  id: 's',
  name: 'Spring',
  createdAt: 1,
  updatedAt: 2,
  draft: {
    brief: 'Spring sale',
    tags: {},
    understanding: null,
    cards: [{ id: 'c', name: 'Fox', prompt: 'a fox', negativePrompt: '' }],
    cardId: 'c',
    sizes: [{ name: 'og', width: 1200, height: 630 }],
    hasOwnSizes: true,
    stages: {
      overlay: { isOn: false, text: '', size: 'normal', position: 'center', color: '#fff' },
      watermark: { isOn: false, kind: 'text', text: '', position: 'center', payload: 0 },
      moderation: { isOn: false, action: 'label' },
      output: { format: 'webp', quality: 80 },
    },
  },
  made: {
    draws: [
      {
        id: 'd',
        seed: 1,
        key: 'k',
        sizes: ['og'],
        bases: [{ id: 'base', width: 1, height: 1, parameters }],
      },
    ],
    images: [],
  },
  origin: { kind: 'picture', id: 'p' },
};
const mark = `picture:${'a'.repeat(64)}`;
const recipe: SavedRecipe = {
  id: 'w',
  name: 'Web',
  operations: [{ op: 'watermark', options: { image: mark } }],
};

async function fill(stores: BackupStores): Promise<BackupStores> {
  await stores.conversations.save(conversation, message('a', null), message('b', 'a'));
  await stores.pictures.put(picture);
  await stores.collections.put(collection);
  await stores.readings.save(reading);
  await stores.readings.savePiece('r', piece);
  await stores.readings.savePiece('r', { ...piece, index: 1, follows: 7 });
  await stores.projects.save(project, new Map([['base', new Blob(['base'])]]));
  await stores.recipes.put(recipe);
  await stores.recipePictures.put(mark, new Blob(['mark'], { type: 'image/png' }));
  return stores;
}
async function backUp(stores: BackupStores): Promise<Blob> {
  const place = {
    stores,
    readSettings: () => ({ theme: 'dark' as const }),
    readPresets: async () => [{ id: 'x', name: 'Short', settings: {} }],
  };
  for await (const event of writeBackup(place, signal))
    if (event.type === 'backup-end') return event.file;
  throw new Error('no end');
}
async function restore(file: Blob, stores: BackupStores): Promise<RestoreReport> {
  for await (const event of restoreBackup(file, stores, signal))
    if (event.type === 'restore-end') return event.report;
  throw new Error('no end');
}
const dump = async (stores: BackupStores) => {
  const { conversations, pictures, collections, readings, projects, recipes } = stores;
  return {
    conversations: await conversations.list(),
    messages: await conversations.readMessages(conversation.id),
    pictures: await pictures.list(),
    file: await (await pictures.readFiles('p')).file.arrayBuffer(),
    type: (await pictures.readFiles('p')).file.type,
    collections: await collections.list(),
    readings: await readings.list(),
    pieces: await Promise.all(
      (await readings.readPieces('r')).map(async ({ samples, ...about }) => [
        about,
        await samples.text(),
      ]),
    ),
    projects: await projects.list(),
    base: await (await projects.readFiles('s')).get('base')?.text(),
    recipes: await recipes.read(),
    mark: await (await stores.recipePictures.read(mark))?.text(),
  };
};

const ALL = { conversations: 1, pictures: 1, readings: 1, projects: 1, recipes: 1 };
/** What another program might have written instead. */
const DAMAGED: Readonly<Record<string, string>> = {
  'conversations/1.json': '{"conversation": 1}',
  'recipes/1.json': '{"recipe": {"name": "Web", "operations": "all"}}',
};

describe('a backup', () => {
  it('restores everything into an empty browser', async () => {
    const before = await fill(openMemoryStores());
    const after = openMemoryStores();
    const report = await restore(await backUp(before), after);
    expect(report).toMatchObject({
      added: ALL,
      known: 0,
      damaged: [],
      settings: { theme: 'dark' },
      presets: [{ name: 'Short' }],
    });
    // A lone surrogate is not valid text, but JSON keeps it.
    const restored = await dump(after);
    expect(restored).toEqual(await dump(before));
    expect(restored).toMatchObject({ base: 'base', mark: 'mark' });
    expect(restored.pictures).toMatchObject([{ note: 'For the newsletter' }]);
  });

  it('creates no duplicates, and adds missing messages', async () => {
    const stores = await fill(openMemoryStores());
    const file = await backUp(stores);
    expect(await restore(file, stores)).toMatchObject({
      added: { ...ALL, conversations: 0, pictures: 0, readings: 0, projects: 0, recipes: 0 },
      known: 5,
    });

    const other = openMemoryStores();
    const own = { ...conversation, title: 'Renamed', updatedAt: 9 };
    await other.conversations.save(own, message('a', null), message('c', 'a'));
    await restore(file, other);
    expect(await other.conversations.list()).toEqual([own]);
    expect(
      (await other.conversations.readMessages(conversation.id)).map(({ id }) => id).sort(),
    ).toEqual(['a', 'b', 'c']);
  });

  it('adds what a collection of here lacks, and keeps its name', async () => {
    const file = await backUp(await fill(openMemoryStores()));
    const { collections, ...others } = openMemoryStores();
    await collections.put({ ...collection, name: 'A trip', pictureIds: ['own'] });
    await restore(file, { ...others, collections });
    expect(await collections.list()).toMatchObject([
      { name: 'A trip', pictureIds: ['own', 'p', 'deleted'] },
    ]);
  });

  it('without collections, as older versions wrote it, is read; damaged ones are counted', async () => {
    const entries = await readZip(await backUp(await fill(openMemoryStores())));
    const rewrite = async (collections?: Blob) => {
      const zip = createZipFile();
      for (const [name, entry] of entries)
        if (name !== 'collections.json') await zip.add(name, await entry.read());
      if (collections) await zip.add('collections.json', collections);
      return restore(zip.finish(), openMemoryStores());
    };
    expect(await rewrite()).toMatchObject({ added: { pictures: 1 }, damaged: [] });
    expect(await rewrite(new Blob(['[{}]']))).toMatchObject({
      added: { pictures: 1 },
      damaged: ['collections.json'],
    });
  });

  it('is read after being repacked by another program', async () => {
    const entries = await readZip(await backUp(await fill(openMemoryStores())));
    const files: Record<string, Uint8Array> = {};
    for (const [name, entry] of entries)
      files[name] = new Uint8Array(await (await entry.read()).arrayBuffer());
    const report = await restore(new Blob([zipSync(files, { level: 6 })]), openMemoryStores());
    expect(report.added).toEqual(ALL);
  });

  it('skips damaged parts, and names them', async () => {
    const entries = await readZip(await backUp(await fill(openMemoryStores())));
    const zip = createZipFile();
    for (const [name, entry] of entries) {
      const content = name === 'pictures/1.png' ? undefined : await entry.read();
      if (content) await zip.add(name, DAMAGED[name] ? new Blob([DAMAGED[name]]) : content);
    }
    expect(await restore(zip.finish(), openMemoryStores())).toMatchObject({
      added: { ...ALL, conversations: 0, pictures: 0, recipes: 0 },
      damaged: ['conversations/1.json', '“a fox”', '“Web”'],
    });
  });

  it.each([
    ['some other file', () => new Blob(['PK but not really'])],
    ['another zip', () => new Blob([zipSync({ 'a.txt': new Uint8Array(3) })])],
    [
      'a backup that was cut',
      async () => (await backUp(await fill(openMemoryStores()))).slice(0, -40),
    ],
  ])('is refused if it is %s, and nothing changes', async (_, make) => {
    const stores = openMemoryStores();
    await expect(restore(await make(), stores)).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await stores.conversations.list()).toEqual([]);
  });

  it('from a newer version is refused with a reason', async () => {
    const zip = createZipFile();
    const header = {
      format: 'triptych-backup',
      version: 2,
      createdAt: 1,
      counts: { conversations: 0, pictures: 0, readings: 0 },
    };
    await zip.add('backup.json', new Blob([JSON.stringify(header)]));
    await expect(restore(zip.finish(), openMemoryStores())).rejects.toThrow(
      'A newer version of Triptych',
    );
  });

  it('brings back the note of a picture, and a set that was changed later', async () => {
    const file = await backUp(await fill(openMemoryStores()));
    const stores = await fill(openMemoryStores());
    const { note: _, ...bare } = picture;
    await stores.pictures.put(bare);
    await stores.projects.save({ ...project, name: 'Older', updatedAt: 1 });
    await restore(file, stores);
    expect(await stores.pictures.list()).toMatchObject([{ note: picture.note }]);
    expect(await stores.projects.list()).toMatchObject([{ name: 'Spring' }]);
    await stores.projects.save({ ...project, name: 'Newer', updatedAt: 9 });
    await restore(file, stores);
    expect(await stores.projects.list()).toMatchObject([{ name: 'Newer' }]);
  });

  it('reports progress, and can be stopped', async () => {
    const stores = await fill(openMemoryStores());
    const stopper = new AbortController();
    const place = { stores, readSettings: () => ({}), readPresets: async () => [] };
    const seen: unknown[] = [];
    const run = async () => {
      for await (const event of writeBackup(place, stopper.signal)) {
        seen.push(event);
        stopper.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(seen).toEqual([{ type: 'backup-progress', done: 0, total: 5 }]);
  });

  it('skips a picture whose bytes are gone, and says so', async () => {
    const stores = await fill(openMemoryStores());
    const { pictures } = stores;
    const broken = {
      ...stores,
      pictures: { ...pictures, readFiles: () => Promise.reject(new Error('gone')) },
    };
    const place = { stores: broken, readSettings: () => ({}), readPresets: async () => [] };
    for await (const event of writeBackup(place, signal))
      if (event.type === 'backup-end') expect(event.lost).toBe(1);
  });
});
