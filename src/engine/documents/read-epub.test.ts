import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { zipBook } from '../../../e2e/fixtures/documents.ts';
import type { EngineError } from '../errors.ts';
import type { DocumentText } from './document-text.ts';
import { readEpub } from './read-epub.ts';
import { cpuTimeMs } from '../cpu-time.fixture.ts';

function read(bytes: Uint8Array): DocumentText {
  for (const event of readEpub(bytes)) if (event.type === 'file-end') return event.result;
  throw new Error('no result');
}
const failure = (bytes: Uint8Array) => {
  try {
    return read(bytes);
  } catch (thrown) {
    return thrown as EngineError;
  }
};
const page = (text: string, head = '') =>
  `<html xmlns="http://www.w3.org/1999/xhtml"><head>${head}</head><body><p>${text}</p></body></html>`;

it.each(['<title/>', '<script src="x"/>', '<style/>'])('reads a chapter with %s', (head) => {
  expect(
    read(
      zipBook([
        ['a.xhtml', page('One.', head)],
        ['b.xhtml', page('Two.')],
      ]),
    ).text,
  ).toBe('One.\n\nTwo.');
});

it.each([
  ['100%.xhtml', '100%.xhtml'],
  ['part%20one.xhtml', 'part one.xhtml'],
  ['a%23b.xhtml', 'a#b.xhtml'],
  ['text/../page.xhtml#start', 'page.xhtml'],
  ['./Page.XHTML', 'page.xhtml'],
  ['page', 'page'],
  ['b%C3%BCcher.xhtml', 'bücher.xhtml'],
])('finds the page of href="%s"', (href, name) => {
  expect(read(zipBook([[href, null]], { [`OEBPS/${name}`]: page('Found.') }))).toEqual({
    text: 'Found.',
    notice: null,
  });
});

const opf = (inside: string) => `<package xmlns="http://www.idpf.org/2007/opf">${inside}</package>`;
const item = '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>';
it.each([
  [
    'a line before the declaration',
    `\n\n<?xml version="1.0"?>${opf(`<manifest>${item}</manifest><spine><itemref idref="a"/></spine>`)}`,
  ],
  [
    'a mark',
    `\ufeff<?xml version="1.0"?>${opf(`<manifest>${item}</manifest><spine><itemref idref="a"/></spine>`)}`,
  ],
  [
    'entities of HTML',
    opf(
      `<metadata><title>A&nbsp;B &c</title></metadata><manifest>${item}</manifest><spine><itemref idref="a"/></spine>`,
    ),
  ],
  [
    'prefixes',
    `<opf:package xmlns:opf="x"><opf:manifest><opf:item id="a" href="a.xhtml" media-type="text/html"></opf:item></opf:manifest><opf:spine><opf:itemref idref="a"/></opf:spine></opf:package>`,
  ],
  [
    'no spine',
    opf(
      `<manifest>${item}<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest>`,
    ),
  ],
  [
    'only pages that are not linear',
    opf(`<manifest>${item}</manifest><spine><itemref idref="a" linear="no"/></spine>`),
  ],
  [
    'a picture with a fallback',
    opf(
      `<manifest><item id="i" href="i.png" media-type="image/png" fallback="a"/>${item}</manifest><spine><itemref idref="i"/></spine>`,
    ),
  ],
  [
    'a page listed twice',
    opf(`<manifest>${item}</manifest><spine><itemref idref="a"/><itemref idref="a"/></spine>`),
  ],
])('reads a package file with %s', (_, package_) => {
  const book = zipBook([], {
    'OEBPS/book.opf': package_,
    'OEBPS/a.xhtml': page('Here.'),
    'OEBPS/nav.xhtml': page('No.'),
  });
  expect(read(book)).toEqual({ text: 'Here.', notice: null });
});

it('finds the package file if its container is missing or empty', () => {
  for (const container of [null, '', '<container/>'])
    expect(
      read(zipBook([['a.xhtml', page('Here.')]], { 'META-INF/container.xml': container })).text,
    ).toBe('Here.');
});

it('skips pages outside the reading order, and counts missing ones', () => {
  const items = ['a', 'b', 'c'].map(
    (id) => `<item id="${id}" href="${id}.xhtml" media-type="application/xhtml+xml"/>`,
  );
  const spine =
    '<itemref idref="a"/><itemref idref="b" linear="no"/><itemref idref="c"/><itemref idref="nobody"/>';
  const book = zipBook([], {
    'OEBPS/book.opf': opf(`<manifest>${items.join('')}</manifest><spine>${spine}</spine>`),
    'OEBPS/a.xhtml': page('A.'),
    'OEBPS/b.xhtml': page('Notes.'),
  });
  expect(read(book)).toEqual({
    text: 'A.',
    notice: '2 pages that this book lists are missing from the file.',
  });
});

it('reads pages in UTF-16 and in a declared encoding', () => {
  const utf16 = Buffer.from(
    `\ufeff<?xml version="1.0" encoding="utf-16"?>${page('Grüße.')}`,
    'utf16le',
  );
  const latin = Buffer.from(
    `<?xml version="1.0" encoding="iso-8859-1"?>${page('Grüße.')}`,
    'latin1',
  );
  expect(
    read(
      zipBook([
        ['a.xhtml', utf16],
        ['b.xhtml', latin],
      ]),
    ).text,
  ).toBe('Grüße.\n\nGrüße.');
});

it('reports locked books, but not scrambled fonts', () => {
  const lock = (algorithm: string) => ({
    'META-INF/encryption.xml': `<encryption><enc:EncryptedData xmlns:enc="x"><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
  });
  const pages = [['a.xhtml', page('Here.')]] as const;
  expect(
    failure(zipBook(pages, lock('http://www.w3.org/2001/04/xmlenc#aes128-cbc'))),
  ).toMatchObject({
    code: 'not_supported',
    message: expect.stringContaining('locked by its seller'),
  });
  expect(read(zipBook(pages, lock('http://www.idpf.org/2008/embedding'))).text).toBe('Here.');
});

it('refuses non-books, truncated books and books without text', () => {
  const book = zipBook([['a.xhtml', page('Here. '.repeat(500))]]);
  for (const bytes of [
    new Uint8Array(),
    Buffer.from('PK nothing'),
    book.subarray(0, 400),
    zipSync({ a: new Uint8Array(3) }),
  ])
    expect(failure(bytes)).toMatchObject({
      code: 'not_supported',
      message: expect.stringContaining('not an EPUB'),
    });
  expect(failure(zipBook([['a.xhtml', page('<img src="x"/>')]]))).toMatchObject({
    message: 'This book has no readable text. Its pages may be pictures.',
  });
  const damaged = Buffer.from(book);
  damaged.fill(0xff, damaged.indexOf('a.xhtml') + 8, damaged.indexOf('a.xhtml') + 20);
  expect(failure(damaged)).toMatchObject({ code: 'not_supported' });
});

it('reads a book with bytes before it and a comment after it', () => {
  const book = zipBook([['a.xhtml', page('Here.')]]);
  expect(read(Buffer.concat([Buffer.from('junk'), book])).text).toBe('Here.');
  const comment = Buffer.from(book);
  comment.writeUInt16LE(4, comment.length - 2);
  expect(read(Buffer.concat([comment, Buffer.from('note')])).text).toBe('Here.');
});

it('limits what it unpacks, whatever the file claims', { timeout: 30_000 }, () => {
  const bomb = zipBook(
    Array.from(
      { length: 12 },
      (_, index) => [`c${index}.xhtml`, new Uint8Array(5e6).fill(0x20)] as const,
    ),
  );
  expect(bomb.length).toBeLessThan(1e5);
  const stopped = {
    code: 'limit_exceeded',
    message: expect.stringContaining('unpack to more than 50 MB'),
  };
  expect(failure(bomb)).toMatchObject(stopped);
  // Every length of an unpacked file is said to be 1.
  for (let at = bomb.indexOf('PK\x01\x02'); at >= 0; at = bomb.indexOf('PK\x01\x02', at + 4))
    bomb.writeUInt32LE(1, at + 24);
  expect(failure(bomb)).toMatchObject(stopped);
});

it('reads each page once, however often listed, and not too many', () => {
  const many = (hrefs: (index: number) => string) => {
    const items = Array.from(
      { length: 20_000 },
      (_, i) => `<item id="i${i}" href="${hrefs(i)}" media-type="text/html"/>`,
    );
    const spine = Array.from({ length: 20_000 }, (_, i) => `<itemref idref="i${i}"/>`);
    return zipBook([], {
      'OEBPS/book.opf': opf(
        `<manifest>${items.join('')}</manifest><spine>${spine.join('')}</spine>`,
      ),
      'OEBPS/a.xhtml': page('Once.'),
    });
  };
  expect(read(many(() => 'a.xhtml')).text).toBe('Once.');
  const begin = cpuTimeMs();
  expect(read(many((index) => (index === 0 ? 'a.xhtml' : `gone${index}.xhtml`))).notice).toMatch(
    /^19999 pages/,
  );
  expect(cpuTimeMs() - begin).toBeLessThan(10_000);
});
