import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeModel } from './place-model.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'triptych-demo-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('the model of a demo', () => {
  it('is an id, used as is, or a folder, shared on its own', async () => {
    const folder = join(root, 'my models', 'tiny llama');
    await mkdir(folder, { recursive: true });
    await writeFile(join(root, 'file'), '');
    const id = 'my-models/tiny-llama';
    expect(placeModel(`${folder}/`, ['/shared'])).toEqual({
      model: id,
      places: [{ id, folder }, '/shared'],
    });
    expect(placeModel('owner/name', ['/shared'])).toEqual({
      model: 'owner/name',
      places: ['/shared'],
    });
    expect(placeModel(join(root, 'file'), [])).toMatchObject({ places: [] });
    expect(placeModel('/', []).model).toBe('local/local');
  });
});
