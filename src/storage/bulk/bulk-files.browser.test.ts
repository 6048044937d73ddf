import { deleteDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import type { BulkItem } from '../../engine/bulk/bulk-item.ts';
import {
  connectBulkDatabase,
  createBulkFiles,
  createMemoryBulkFiles,
  listBulkLists,
  type BulkDatabase,
  type BulkFiles,
} from './bulk-files.ts';
import { claimList } from './claim-list.ts';

const open: { name: string; database: BulkDatabase }[] = [];
afterEach(async () => {
  for (const { name, database } of open.splice(0)) {
    database.close();
    await deleteDB(name);
  }
});

function connect(): BulkDatabase {
  const name = `bulk-test-${crypto.randomUUID()}`;
  const database = connectBulkDatabase(name);
  open.push({ name, database });
  return database;
}

const pictureOf = (id: string, order: number): { item: BulkItem; file: Blob } => ({
  item: { id, name: `${id}.png`, sizeBytes: 3, order },
  file: new Blob([id]),
});
const doneAs = (item: BulkItem): BulkItem => ({
  ...item,
  outcome: {
    status: 'done',
    recipe: '[]',
    kind: 'png',
    width: 2,
    height: 2,
    files: [{ width: 1, height: 1, extension: 'webp', sizeBytes: 2 }],
    findings: { focalPoint: { x: 0.5, y: 0.5 } },
  },
});
const textsOf = (blobs: readonly Blob[]) => Promise.all(blobs.map((blob) => blob.text()));

describe.each<[string, () => BulkFiles]>([
  ['the browser', () => createBulkFiles(connect(), 'list')],
  ['memory', createMemoryBulkFiles],
])('files of a bulk list in %s', (_, create) => {
  it('come back in order, with what became of them', async () => {
    const files = create();
    const [a, b] = [pictureOf('a', 1), pictureOf('b', 0)];
    await files.add([a, b]);
    await files.saveOutcome(doneAs(a.item), [new Blob(['one']), new Blob(['two'])]);
    expect(await files.list()).toEqual([b.item, doneAs(a.item)]);
    expect(await (await files.readSource('b')).text()).toBe('b');
    expect(await textsOf(await files.readMade('a'))).toEqual(['one', 'two']);
    expect(await files.readMade('b')).toEqual([]);
  });

  it('take the place of those that were made before', async () => {
    const files = create();
    const a = pictureOf('a', 0);
    await files.add([a]);
    await files.saveOutcome(doneAs(a.item), [new Blob(['one']), new Blob(['two'])]);
    await files.saveOutcome(doneAs(a.item), [new Blob(['three'])]);
    expect(await textsOf(await files.readMade('a'))).toEqual(['three']);
  });

  it('take outcomes from another tab, but not for a picture that was removed', async () => {
    const files = create();
    const [a, b] = [pictureOf('a', 0), pictureOf('b', 1)];
    await files.add([a, b]);
    const { outcome } = doneAs(a.item);
    if (!outcome) throw new Error('It has an outcome.');
    await files.update({ ...a.item, focalPoint: { x: 0, y: 1 } });
    await files.remove(['b']);
    for (const id of ['a', 'b']) await files.addOutcome(id, outcome, [new Blob(['made'])]);
    expect(await files.list()).toEqual([{ ...a.item, focalPoint: { x: 0, y: 1 }, outcome }]);
    expect(await files.read('a')).toMatchObject({ outcome });
    expect(await files.read('b')).toBeUndefined();
    expect(await textsOf(await files.readMade('a'))).toEqual(['made']);
    expect(await files.readMade('b')).toEqual([]);
  });

  it('are gone when they are removed', async () => {
    const files = create();
    await files.add([pictureOf('a', 0), pictureOf('b', 1)]);
    await files.remove(['a']);
    expect((await files.list()).map(({ id }) => id)).toEqual(['b']);
    await expect(files.readSource('a')).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

it('lists are apart from each other', async () => {
  const database = connect();
  await createBulkFiles(database, 'one').add([pictureOf('a', 0), pictureOf('b', 1)]);
  await createBulkFiles(database, 'two').add([pictureOf('c', 0)]);
  expect(await listBulkLists(database)).toEqual(['one', 'two']);
  expect(await createBulkFiles(database, 'two').list()).toHaveLength(1);
});

describe('claimList', () => {
  it('gives a list to one tab, and others that are free to the next', async () => {
    const kept = [crypto.randomUUID(), crypto.randomUUID()];
    expect(await claimList(null, kept)).toBe(kept[0]);
    expect(await claimList(null, kept)).toBe(kept[1]);
    expect(kept).not.toContain(await claimList(null, kept));
  });

  it('gives a reloaded tab its own list, but not to its duplicate', async () => {
    const [own, other] = [crypto.randomUUID(), crypto.randomUUID()];
    expect(await claimList(own, [other, own])).toBe(own);
    expect(await claimList(own, [own])).not.toBe(own);
  });
});
