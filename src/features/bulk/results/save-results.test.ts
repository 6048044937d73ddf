import { describe, expect, it } from 'vitest';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { readZip } from '../../../engine/files/read-zip.ts';
import { lastOperation, nameResults } from './name-results.ts';
import type { SignResult } from './sign-results.ts';
import { packResults, writeResults } from './save-results.ts';

const RECIPE = 'now';

function itemOf(name: string, files: (string | undefined)[], recipe = RECIPE): BulkItem {
  const facts = { width: 1, height: 1, extension: 'webp', sizeBytes: 1 };
  return {
    id: name,
    name,
    sizeBytes: 1,
    order: 0,
    outcome: {
      status: 'done',
      recipe,
      kind: 'png',
      width: 1,
      height: 1,
      files: files.map((of) => (of === undefined ? facts : { ...facts, name: of })),
      findings: {},
    },
  };
}
const namesOf = (...items: BulkItem[]) =>
  nameResults(items, { recipe: RECIPE, operation: 'resize', pattern: '{name}-{size}' }).map(
    ({ name }) => name,
  );

describe('nameResults', () => {
  it('says what each file is, or else the operation', () => {
    expect(namesOf(itemOf('a.png', ['og', 'square']), itemOf('b.tar.png', [undefined]))).toEqual([
      'a-og.webp',
      'a-square.webp',
      'b.tar-resize.webp',
    ]);
    expect(lastOperation([{ op: 'flip' }, { op: 'blur' }])).toBe('blur');
    expect(lastOperation([])).toBe('sanitize');
  });

  it('gives no name twice, nor one that a file system refuses', () => {
    expect(
      namesOf(
        itemOf('a.png', [undefined]),
        itemOf('A.jpg', [undefined]),
        itemOf('x/y:z', [undefined]),
      ),
    ).toEqual(['a-resize.webp', 'A-resize (2).webp', 'x_y_z-resize.webp']);
  });

  it('leaves out what was made with another recipe, or not at all', () => {
    const failed: BulkItem = {
      ...itemOf('b.png', []),
      outcome: { status: 'failed', recipe: RECIPE, code: 'invalid_request', sentence: 'No.' },
    };
    expect(namesOf(itemOf('a.png', [undefined], 'before'), failed)).toEqual([]);
  });
});

const source = {
  results: [
    { id: 'a', index: 0, name: 'a-og.webp' },
    { id: 'a', index: 1, name: 'a-square.webp' },
  ],
  openSigner: (): SignResult | undefined => undefined,
  describe: () => [{ name: 'page.html', text: '<p>' }],
  readMade: (id: string) => Promise.resolve([new Blob([`${id}0`]), new Blob([`${id}1`])]),
};

describe('saving results', () => {
  it('packs them into one zip and tells how far it is', async () => {
    const told: number[] = [];
    const zip = await packResults(source, new AbortController().signal, (done) => told.push(done));
    const entries = await readZip(zip);
    expect([...entries.keys()]).toEqual(['a-og.webp', 'a-square.webp', 'page.html']);
    expect(await (await entries.get('a-square.webp')?.read())?.text()).toBe('a1');
    expect(told).toEqual([1, 2]);
  });

  it('writes them into a folder', async () => {
    const written = new Map<string, string>();
    const getFileHandle = async (name: string) => ({
      createWritable: async () =>
        new WritableStream<Uint8Array>({
          write: (bytes) => void written.set(name, new TextDecoder().decode(bytes)),
        }) as FileSystemWritableFileStream,
    });
    await writeResults(source, { getFileHandle }, new AbortController().signal, () => undefined);
    expect([...written]).toEqual([
      ['a-og.webp', 'a0'],
      ['a-square.webp', 'a1'],
      ['page.html', '<p>'],
    ]);
  });

  it('stops when it is cancelled, and says which file is gone', async () => {
    const controller = new AbortController();
    const stopping = packResults(source, controller.signal, () => controller.abort());
    await expect(stopping).rejects.toMatchObject({ code: 'aborted' });
    const lost = { ...source, readMade: () => Promise.resolve([]) };
    await expect(packResults(lost, new AbortController().signal, () => undefined)).rejects.toThrow(
      /a-og.webp/,
    );
  });
});
