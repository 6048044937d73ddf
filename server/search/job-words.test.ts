import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSqliteJobStore } from '../jobs/sqlite/sqlite-job-store.ts';
import { openDatabase, type ServerDatabase } from '../store/database.ts';
import { createJobWords, type JobWords, type WordQuery } from './job-words.ts';

let folder: string;
let database: ServerDatabase;
let words: JobWords;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triptych-words-'));
  database = openDatabase(folder);
  words = createJobWords(database, (sentence) => {
    throw new Error(sentence);
  });
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

async function add(id: string, request: object, keyId?: string): Promise<void> {
  await createSqliteJobStore(database).put({ id, order: 1 });
  words.add(id, request, keyId);
}

const find = (query: string, more: Partial<WordQuery> = {}) =>
  words.find({ query, keyId: undefined, limit: 10, ...more }).map(({ jobId }) => jobId);

/** Throws where index and table are not of one mind. */
const checkIndex = () =>
  database.exec("INSERT INTO job_index (job_index, rank) VALUES ('integrity-check', 1)");

it('finds jobs by what was asked for, the newest first', async () => {
  await add('1', { prompt: 'a red fox in the snow', negativePrompt: 'a dog' });
  await add('2', { brief: 'Foxglove for a bakery in Lisbon', sizes: ['hero'] });
  await add('3', { prompt: 'a cat', textOverlay: 'The fox is away', watermark: { text: 'fox' } });
  expect(find('FOX')).toEqual(['3', '2', '1']);
  expect(find('snow  fox')).toEqual(['1']);
  expect(find('dog')).toEqual([]);
  expect(find('fox', { limit: 2 })).toEqual(['3', '2']);
  expect(find('fox', { after: '3' })).toEqual(['2', '1']);
  expect(find('fox', { after: 'none' })).toEqual([]);
});

it('tells the beginning of a long text, and finds what is further in it', async () => {
  await add('1', { prompt: `${'a fox '.repeat(1000)}Reinhardswald` });
  const [found] = words.find({ query: 'reinhardswald', keyId: undefined, limit: 1 });
  expect(found).toEqual({ jobId: '1', text: 'a fox '.repeat(1000).slice(0, 500) });
});

it('finds for a key nothing of another one, and nothing without one', async () => {
  await add('none', { prompt: 'a fox' });
  await add('a', { prompt: 'a fox' }, 'key-a');
  await add('b', { prompt: 'a fox' }, 'key-b');
  for (const query of ['fox', 'a']) {
    expect(find(query)).toEqual(['none']);
    expect(find(query, { keyId: 'key-a' })).toEqual(['a']);
    expect(find(query, { keyId: 'key-a', after: 'b' })).toEqual(['a']);
    expect(find(query, { keyId: 'key-c' })).toEqual([]);
  }
});

it.each([
  ['狐', '雪の中の狐'],
  ['雪の中', '雪の中の狐'],
  ['öl', 'Ölgemälde'],
  ['ÖL', 'ein ölbild'],
  ['ТЁ', 'тёмный лес'],
  ['ПРИВЕТ', 'привет'],
  ['🦊', 'a 🦊 here'],
  ['👩‍🚀', 'an astronaut 👩‍🚀'],
  ['"', 'a "red" fox'],
  ['"red"', 'a "red" fox'],
  ['*', '5 * 5'],
  ['red*', 'red*blue'],
  ['-', 'half-timbered'],
  ['-fox', 'arctic-fox'],
  ['NEAR(a', 'NEAR(a b)'],
  ['AND', 'sand'],
  ['100%', 'of 100% wool'],
  ['_', 'a_b'],
  ['\\', 'a\\b'],
  ['words:fox', 'words:fox'],
  ["'); DROP TABLE jobs; --", "'); DROP TABLE jobs; --"],
])('takes %s as it is written', async (query, prompt) => {
  await add('other', { prompt: 'nothing like it' });
  await add('1', { prompt });
  expect(find(query)).toEqual(['1']);
});

it('finds nothing by what is no word, and survives what is no text', async () => {
  await add('1', { prompt: 'before\0after \ud800 \u0007' });
  for (const query of ['', ' ', '\0', '\u0007', '\ud801 x', 'x'.repeat(10_000), 'x '.repeat(5000)])
    expect(find(query)).toEqual([]);
  expect(find('before after')).toEqual(['1']);
  checkIndex();
});

it('forgets words with their jobs, and cannot add what is gone', async () => {
  await add('1', { prompt: 'a secret garden' });
  await add('2', { prompt: 'a garden gate' });
  const store = createSqliteJobStore(database);
  await store.cancel('1');
  await store.forgetEnded(Date.now() + 1);
  words.add('1', { prompt: 'a secret garden' }, undefined);
  expect(find('garden')).toEqual(['2']);
  expect(find('secret')).toEqual([]);
  checkIndex();
  words.tidy();
  checkIndex();
  const rows = database.prepare('SELECT words FROM job_words').all() as { words: string }[];
  expect(rows.map((row) => row.words)).toEqual(['a garden gate']);
});

it('lets what was removed leave the index', async () => {
  const store = createSqliteJobStore(database);
  const sizeOf = () =>
    (
      database.prepare('SELECT sum(length(block)) AS bytes FROM job_index_data').get() as {
        bytes: number;
      }
    ).bytes;
  const empty = sizeOf();
  for (let i = 0; i < 60; i++) await add(String(i), { prompt: `a picture of ${i} of ${i * 7919}` });
  expect(sizeOf()).toBeGreaterThan(empty + 1000);
  for (let i = 0; i < 60; i++) await store.remove(String(i));
  words.tidy();
  expect(sizeOf()).toBeLessThan(empty + 200);
});

it('keeps nothing where nothing is written', async () => {
  await add('1', { name: 'x', prompt: 7, textOverlay: { text: 'unread' } });
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(await readFile(join(folder, 'triptych.db'), 'latin1')).not.toContain('unread');
});
