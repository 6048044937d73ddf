import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { corruptBytes } from '../engine/fuzz/corrupt-bytes.fixture.ts';
import { corruptJson } from '../engine/fuzz/corrupt-json.fixture.ts';
import { corruptText } from '../engine/fuzz/corrupt-text.fixture.ts';
import { fuzz, inputsFrom } from '../engine/fuzz/fuzz.fixture.ts';
import { openMemoryStores } from './backup/memory-stores.fixture.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { chooseLeaf, repairTree } from './conversation-tree.ts';
import type { StoredMessage } from './conversations.ts';
import { createPresetStorage } from './presets.ts';
import { createSettingsStorage, parseSettings } from './settings.ts';

const SETTINGS = parseSettings({});
const keep = (text: string) => ({
  getItem: () => text,
  setItem: () => undefined,
  removeItem: () => undefined,
});

it('starts with whole settings, whatever is stored', async () => {
  await fuzz(corruptJson([{ ...SETTINGS, speechVoices: { a: 'b' } }]), (value) => {
    const settings = parseSettings(value);
    expect(Object.keys(settings).sort()).toEqual(Object.keys(SETTINGS).sort());
    expect(parseSettings(settings)).toEqual(settings);
  });
  await fuzz(corruptText([JSON.stringify(SETTINGS)]), (text) =>
    expect(createSettingsStorage(keep(text)).read().theme).toBeTypeOf('string'),
  );
});

const message: StoredMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: null,
  role: 'user',
  content: 'Hello',
  createdAt: 1,
  state: 'complete',
};
const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '');
const tree = inputsFrom(
  fc.array(
    fc.record({
      id: ids,
      parentId: fc.option(ids),
      createdAt: fc.oneof(fc.nat(3), fc.constant(NaN)),
      role: fc.constantFrom('user', 'assistant'),
    }),
    { maxLength: 12 },
  ),
  (parts) => parts.map((part) => ({ ...message, ...part }) as StoredMessage),
);

it('makes a tree of any messages, without losing one', async () => {
  await fuzz(
    tree,
    (messages) => {
      const repaired = repairTree(messages);
      const byId = new Map(repaired.map((each) => [each.id, each]));
      expect([...byId.keys()].sort()).toEqual([...new Set(messages.map(({ id }) => id))].sort());
      for (const start of repaired) {
        let [current, steps]: [StoredMessage | undefined, number] = [start, 0];
        while (current?.parentId != null) {
          current = byId.get(current.parentId);
          expect(current).toBeDefined();
          expect(++steps).toBeLessThanOrEqual(repaired.length);
        }
      }
      const leaf = chooseLeaf('f', repaired);
      expect(leaf === null).toBe(repaired.length === 0);
    },
    { runs: 300 },
  );
});

const conversation = { id: 'c', title: 'T', createdAt: 1, updatedAt: 2, leafId: 'a' };
const picture = {
  ...{ id: 'p', createdAt: 1, width: 1, height: 1, sizeBytes: 3, isFavourite: true },
  parameters: {
    ...{ prompt: 'a fox', seed: 1, numInferenceSteps: 1, guidanceScale: 1, scheduler: 'euler' },
    ...{ width: 1, height: 1, model: 'm' },
  },
};
const reading = {
  ...{ id: 'r', title: 'Tale', text: 'A tale.', model: 'm', voice: 'v', sampleRate: 16000 },
  ...{ durationSeconds: 2, createdAt: 1, state: 'complete', positionSeconds: 1, chapters: [] },
};
const about = { start: 0, end: 7, spoken: 'A', sampleCount: 2, words: [], peaks: [1] };
const ENTRIES = {
  'backup.json': {
    ...{ format: 'triptych-backup', version: 1, createdAt: 1 },
    counts: { conversations: 1, pictures: 1, readings: 1 },
  },
  'settings.json': SETTINGS,
  'presets.json': [{ id: 'x', name: 'Short', settings: {} }],
  'collections.json': [{ id: 't', name: 'Trip', createdAt: 1, pictureIds: ['p'] }],
  'conversations/1.json': { conversation, messages: [message] },
  'pictures/1.json': {
    picture,
    file: { name: 'pictures/1.png', type: 'image/png' },
    thumbnail: { name: 'pictures/1.png', type: 'image/png' },
  },
  'readings/1.json': {
    reading,
    pieces: [{ index: 0, about, samples: { name: 'pictures/1.png', type: '' } }],
  },
};

function zipEntries(entries: object): Uint8Array<ArrayBuffer> {
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value) ?? '');
  const files = Object.entries(entries).map(([name, value]) => [name, encode(value)] as const);
  const zipped = zipSync({
    ...Object.fromEntries(files),
    'pictures/1.png': Uint8Array.of(1, 2, 3),
  });
  return new Uint8Array(zipped);
}

const asObject = (value: unknown) => (typeof value === 'object' ? value : { 'backup.json': value });

async function restore(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const events = restoreBackup(new Blob([bytes]), openMemoryStores(), new AbortController().signal);
  for await (const event of events) if (event.type === 'restore-end') return;
}

it('restores what it can of any backup, or refuses it', async () => {
  await fuzz(corruptBytes([zipEntries(ENTRIES)]), restore);
  await fuzz(corruptJson([ENTRIES]), (entries) =>
    restore(zipEntries({ ...ENTRIES, ...asObject(entries) })),
  );
});

it('takes over the presets of an earlier version, whatever they are', async () => {
  const presets = [{ id: 'x', name: 'Short', settings: { temperature: 1 } }];
  // Nothing is kept here: what was taken over is given back for this visit.
  const nowhere = () => Promise.reject(new Error('denied'));
  await fuzz(corruptText([JSON.stringify(presets)]), (text) =>
    createPresetStorage(nowhere, keep(text)).read(),
  );
});
