import { expect, it } from 'vitest';
import { makeEpub } from '../../../e2e/fixtures/documents.ts';
import { readDocument } from './read-document.ts';

async function read(name: string, content: BlobPart, type = '') {
  for await (const event of readDocument(new File([content], name, { type })))
    if (event.type === 'file-end') return event.result.text;
  throw new Error('no result');
}
const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));

it.each([
  ['notes.md', '# Notes\n\n- <b>one</b>', '# Notes\n\n- <b>one</b>'],
  ['notes.txt', utf16('Grüße'), 'Grüße'],
  ['README', 'Plain words.', 'Plain words.'],
  ['page.html', '<title>No</title><p>Yes &amp; no', 'Yes & no'],
  ['page.htm', utf16('<p>Grüße'), 'Grüße'],
  ['page.xhtml', '<?xml version="1.0"?><html><head><title/></head><p>Yes</p></html>', 'Yes'],
  ['empty.txt', '', ''],
])('reads %s', async (name, content, text) => expect(await read(name, content)).toBe(text));

it('recognises a book by its first bytes', async () => {
  expect(await read('book.zip', new Uint8Array(makeEpub(['Here.'])))).toBe('Here.');
});

it.each([
  ['photo.png', 'PNG'],
  ['program.txt', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 3])],
  ['data', new Uint8Array([1, 2, 3, 4])],
])('refuses %s', async (name, content) => {
  await expect(read(name, content)).rejects.toMatchObject({
    code: 'not_supported',
    message: /has no readable text/,
  });
});

it('names the limit if a text is too long', async () => {
  await expect(read('long.txt', 'a'.repeat(5_000_001))).rejects.toMatchObject({
    code: 'limit_exceeded',
    message:
      'The text in this file has more than 5,000,000 characters. Split it into smaller files.',
  });
  await expect(read('longer.txt', new Uint8Array(21e6))).rejects.toMatchObject({
    code: 'limit_exceeded',
    message: 'This file is 21 MB; the limit here is 20 MB.',
  });
});
