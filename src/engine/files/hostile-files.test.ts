import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { zipBook } from '../../../e2e/fixtures/documents.ts';
import { cpuTimeMs } from '../cpu-time.fixture.ts';
import { readDocument } from '../documents/read-document.ts';
import { readZip } from './read-zip.ts';

/** Of one processor: on a busy machine, too, a person waits no longer than this. */
const WITHIN_MS = 1000;

async function read(file: File): Promise<void> {
  for await (const event of readDocument(file)) if (event.type === 'file-end') return;
}

/** What is said of a file, after how long. */
async function refuse(work: () => Promise<unknown>): Promise<{ said: string; tookMs: number }> {
  const begin = cpuTimeMs();
  const said = await work().then(
    () => 'nothing',
    (thrown: Error) => thrown.message,
  );
  return { said, tookMs: cpuTimeMs() - begin };
}

/** A file that is larger than anyone should read. */
class LargeFile extends File {
  override get size() {
    return 208e6;
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    throw new Error('It was read.');
  }
}

it.each(['tale.txt', 'tale.md', 'tale.html'])(
  'does not read %s of 208 MB, which is too much',
  async (name) => {
    const { said } = await refuse(() => read(new LargeFile(['Once.'], name)));
    expect(said).toBe('This file is 208 MB; the limit here is 20 MB.');
  },
);

/** A zip in a zip in a zip, each level with so many copies of the next. */
function nestZips(depth: number, copies: number): Uint8Array<ArrayBuffer> {
  let inner = zipSync({ 'a.txt': new Uint8Array(1e6) }, { level: 9 });
  for (let level = 0; level < depth; level++)
    inner = zipSync(
      Object.fromEntries(Array.from({ length: copies }, (_, n) => [`${n}.zip`, inner])),
      { level: 9 },
    );
  return new Uint8Array(inner);
}

it('does not open zips in a zip', async () => {
  const nested = nestZips(3, 16);
  const asBook = await refuse(() => read(new File([nested], 'nested.epub')));
  expect(asBook.said).toMatch(/not an EPUB/);
  expect(asBook.tookMs).toBeLessThan(WITHIN_MS);

  const page = await refuse(() =>
    read(new File([new Uint8Array(zipBook([['a.xhtml', nested]]))], 'page.epub')),
  );
  expect(page.tookMs).toBeLessThan(WITHIN_MS);

  const begin = cpuTimeMs();
  const entries = await readZip(new Blob([nested]));
  expect([...entries.keys()]).toHaveLength(16);
  expect(cpuTimeMs() - begin).toBeLessThan(WITHIN_MS);
});

/** A book of 1,000 names for the bytes of one page: the directory says where each begins. */
function overlapBook(): Uint8Array<ArrayBuffer> {
  const names = Array.from({ length: 1_000 }, (_, n) => `p${n}`);
  const items = names.map((id) => `<item id="${id}" href="${id}" media-type="text/html"/>`);
  const spine = names.map((id) => `<itemref idref="${id}"/>`);
  const book = zipBook([], {
    'OEBPS/book.opf': `<package><manifest>${items.join('')}</manifest><spine>${spine.join('')}</spine></package>`,
    ...Object.fromEntries(names.map((id) => [`OEBPS/${id}`, ''])),
    'OEBPS/page': `<p>${'words '.repeat(50_000)}</p>`,
  });
  const directory = book.readUInt32LE(book.length - 6);
  const entries: { at: number; name: string }[] = [];
  for (let at = directory; book.readUInt32LE(at) === 0x02014b50;) {
    const length = book.readUInt16LE(at + 28);
    entries.push({ at, name: book.toString('latin1', at + 46, at + 46 + length) });
    at += 46 + length + book.readUInt16LE(at + 30) + book.readUInt16LE(at + 32);
  }
  const page = entries.find(({ name }) => name === 'OEBPS/page')?.at ?? 0;
  // Method and lengths, and where the bytes are.
  for (const { at, name } of entries)
    if (/^OEBPS\/p\d/.test(name)) {
      book.copy(book, at + 10, page + 10, page + 28);
      book.copy(book, at + 42, page + 42, page + 46);
    }
  return new Uint8Array(book);
}

it('unpacks one page under 1,000 names no further than all pages may be', async () => {
  const book = overlapBook();
  expect(book.length).toBeLessThan(5e6);
  const { said, tookMs } = await refuse(() => read(new File([book], 'overlap.epub')));
  expect(said).toMatch(/^The text in this file has more than 5,000,000 characters/);
  expect(tookMs).toBeLessThan(WITHIN_MS);
});
