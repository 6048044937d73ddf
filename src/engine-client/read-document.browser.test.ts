import { expect, it } from 'vitest';
import { DOCUMENT_BUDGET } from '../engine/documents/document-limits.ts';
import { makePdf, makePdfBook } from '../../e2e/fixtures/pdf.ts';
import { readInWorker } from './file-reader.ts';

const read = (content: BlobPart, name: string, budget = DOCUMENT_BUDGET) => {
  const file = new File([content], name);
  return readInWorker(file, (jobs) => jobs.readDocument(file), { budget });
};

it('reads a PDF in a worker', async () => {
  expect(await read(makePdf('A page of paper speaks.'), 'page.pdf')).toEqual({
    text: 'A page of paper speaks.',
    notice: null,
  });
});

it('finds the chapters of a PDF by its outline, at the titles on its pages', async () => {
  const pages = ['Foreword to all', 'The end of: One day', 'Two days'];
  const outline = [
    { title: 'One day', page: 1 },
    { title: 'Another name', page: 2 },
    { title: 'Foreword', page: 0 },
  ];
  const { text, chapters } = await read(makePdfBook(pages, outline), 'book.pdf');
  expect(text).toBe(pages.join('\n\n'));
  expect(chapters?.map(({ title, start }) => [title, text.slice(start, start + 8)])).toEqual([
    ['Foreword', 'Foreword'],
    ['One day', 'One day\n'],
    ['Another name', 'Two days'],
  ]);
});

it('a PDF with one chapter is a text', async () => {
  const one = makePdfBook(['First', 'Second'], [{ title: 'All', page: 0 }]);
  expect(await read(one, 'one.pdf')).toEqual({ text: 'First\n\nSecond', notice: null });
});

it('refuses a damaged PDF, and one with too many pages, with a reason', async () => {
  await expect(read('%PDF nothing', 'broken.pdf')).rejects.toMatchObject({
    code: 'not_supported',
    message: /damaged/,
  });
  await expect(read(makePdf('One.', 100_000), 'long.pdf')).rejects.toMatchObject({
    code: 'limit_exceeded',
    message: 'This file has 100,000 pages; up to 5,000 can be read. Split it into smaller files.',
  });
});

it('reads pages in Windows-1252 as browsers do', async () => {
  const bytes = new Uint8Array([
    ...new TextEncoder().encode('<meta charset="windows-1252"><p>'),
    0x93,
    0x80,
    0x94,
  ]);
  expect((await read(bytes, 'page.html')).text).toBe('“€”');
});
