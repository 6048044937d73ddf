import { get, set } from 'idb-keyval';
import { afterEach, describe, expect, it } from 'vitest';
import type { Damage } from './damage/damage.ts';
import { createDraftStorage } from './drafts.ts';
import { createPresetStorage } from './presets.ts';
import { createReadingDraftStorage } from './reading-drafts.ts';
import type { TextStorage } from './settings.ts';
import { openValues, setAtOnce, type Values } from './values.ts';

const NAME = 'values-test';
const deleteValues = () =>
  new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = () => resolve();
    request.onblocked = () => reject(new Error('Somebody holds the database.'));
  });
afterEach(deleteValues);

function createTextStorage(entries: Record<string, string>): TextStorage & { keys(): string[] } {
  const kept = new Map(Object.entries(entries));
  return {
    keys: () => [...kept.keys()],
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
const denied: Values = () => Promise.reject(new DOMException('denied', 'SecurityError'));

describe('values', () => {
  it('are kept under their keys', async () => {
    await set('one', { n: 1 }, openValues(NAME));
    await setAtOnce('two', 'x', openValues(NAME));
    expect(await get('one', openValues(NAME))).toEqual({ n: 1 });
    expect(await get('two', openValues(NAME))).toBe('x');
  });

  it('do not hold up who deletes them, and begin again', async () => {
    const values = openValues(NAME);
    await set('one', 1, values);
    await deleteValues();
    expect(await get('one', values)).toBeUndefined();
    await set('one', 2, values);
    expect(await get('one', values)).toBe(2);
  });
});

describe('presets', () => {
  const preset = (id: string) => ({ id, name: id.toUpperCase(), settings: {} });

  it('keep what two tabs add and take out', async () => {
    const here = createPresetStorage(openValues(NAME), undefined);
    const there = createPresetStorage(openValues(NAME), undefined);
    await here.write([], [preset('a'), preset('b')]);
    await there.write([], [preset('c')]);
    await here.write([preset('a'), preset('b')], [preset('b')]);
    expect(await there.read()).toEqual([preset('b'), preset('c')]);
  });

  it('are taken over from where an earlier version kept them', async () => {
    const former = createTextStorage({ 'triptych.chat-presets': JSON.stringify([preset('a')]) });
    const presets = createPresetStorage(openValues(NAME), former);
    expect(await presets.read()).toEqual([preset('a')]);
    expect(former.keys()).toEqual([]);
    await presets.write([preset('a')], []);
    expect(await presets.read()).toEqual([]);
  });

  it('take no harm from damage or a browser that keeps nothing', async () => {
    const damaged = createTextStorage({ 'triptych.chat-presets': '[{"id":' });
    expect(await createPresetStorage(openValues(NAME), damaged).read()).toEqual([]);
    await set('chat-presets', 5, openValues(NAME));
    expect(await createPresetStorage(openValues(NAME), undefined).read()).toEqual([]);
    const former = createTextStorage({ 'triptych.chat-presets': JSON.stringify([preset('a')]) });
    const presets = createPresetStorage(denied, former);
    await presets.write([], [preset('b')]);
    expect(await presets.read()).toEqual([preset('a')]);
    expect(former.keys()).toHaveLength(1);
  });

  it('keep and report one that cannot be read beside the others', async () => {
    const broken = { id: 'x', name: 5 };
    await set('chat-presets', [preset('a'), broken], openValues(NAME));
    const reported: Damage[] = [];
    const presets = createPresetStorage(openValues(NAME), undefined, (damages) =>
      reported.push(...damages),
    );
    expect(await presets.read()).toEqual([preset('a')]);
    expect(reported).toEqual([{ kind: 'preset', key: 'x', outcome: 'left-out', stored: broken }]);
    await presets.write([preset('a')], [preset('b')]);
    expect(await get('chat-presets', openValues(NAME))).toEqual([preset('b'), broken]);
  });
});

describe('the draft of a reading', () => {
  const none = () => createDraftStorage(undefined);
  const chapters = [{ title: 'One', start: 0 }];
  const written = { draft: { text: 'Now.', title: 'now', chapters }, earlier: null };

  it('is kept', async () => {
    await createReadingDraftStorage(openValues(NAME), none()).write(written);
    expect(await createReadingDraftStorage(openValues(NAME), none()).read()).toEqual(written);
  });

  it('is taken over from where an earlier version kept it', async () => {
    const former = createTextStorage({
      'triptych.draft.speech': 'Old text.',
      'triptych.draft.speech-details': JSON.stringify({
        title: 'old',
        chapters,
        earlier: { text: 'Older.', title: '', chapters: [] },
      }),
    });
    const open = () => createReadingDraftStorage(openValues(NAME), createDraftStorage(former));
    const taken = {
      draft: { text: 'Old text.', title: 'old', chapters },
      earlier: { text: 'Older.', title: '', chapters: [] },
    };
    expect(await open().read()).toEqual(taken);
    expect(former.keys()).toEqual([]);
    expect(await open().read()).toEqual(taken);
  });

  it('takes no harm from damage or a browser that keeps nothing', async () => {
    const damaged = createTextStorage({
      'triptych.draft.speech': 'Old text.',
      'triptych.draft.speech-details': '{"chapters":5,',
    });
    const storage = createReadingDraftStorage(denied, createDraftStorage(damaged));
    await storage.write(written);
    expect(await storage.read()).toEqual({
      draft: { text: 'Old text.', title: '', chapters: [] },
      earlier: null,
    });
    expect(damaged.keys()).toHaveLength(2);
    await set('reading-draft', { draft: 5 }, openValues(NAME));
    expect(await createReadingDraftStorage(openValues(NAME), none()).read()).toEqual({
      draft: { text: '', title: '', chapters: [] },
      earlier: null,
    });
  });
});
