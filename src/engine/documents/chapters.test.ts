import { expect, it } from 'vitest';
import { zipBook } from '../../../e2e/fixtures/documents.ts';
import type { DocumentText } from './document-text.ts';
import { findHeadings } from './find-headings.ts';
import { readDocument } from './read-document.ts';
import { readEpub } from './read-epub.ts';
import { cpuTimeMs } from '../cpu-time.fixture.ts';

function readBook(bytes: Uint8Array): DocumentText {
  for (const event of readEpub(bytes)) if (event.type === 'file-end') return event.result;
  throw new Error('no result');
}
/** Each chapter with the words that its place has. */
const show = ({ text, chapters = [] }: DocumentText) =>
  chapters.map(
    ({ title, start }) => `${title} | ${text.slice(start, start + 8).replace(/\n/g, ' ')}`,
  );
const page = (body: string) =>
  `<html xmlns="http://www.w3.org/1999/xhtml"><body>${body}</body></html>`;
const PAGES = [
  ['cover.xhtml', page('')],
  ['a.xhtml', page('<p>Before.</p><h2 class="x">The <i>first</i>\n day</h2><p>It began.</p>')],
  [
    'b.xhtml',
    page('<h2>The second day</h2><p>It went on.</p><h3>Evening</h3><p>It ended.</p><h6>Deep</h6>'),
  ],
] as const;

it("takes a book's chapters from its headings if it has no contents", () => {
  expect(show(readBook(zipBook(PAGES)))).toEqual([
    'The first day | The firs',
    'The second day | The seco',
    'Evening | Evening ',
  ]);
});

const opf = (extra: string, spine: string) =>
  `<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>${extra}</manifest><spine ${spine}><itemref idref="a"/><itemref idref="b"/></spine></package>`;

it.each([
  [
    'EPUB 3',
    opf('<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>', ''),
    {
      'OEBPS/nav.xhtml': `<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><ol><li><a href="a.xhtml">I. <b>Morning</b></a></li><li><a href="b.xhtml">II.</a><ol><li><a href="b.xhtml#e">Evening</a></li><li><a href="b.xhtml#x">Nowhere</a></li></ol></li><li><a href="gone.xhtml">Gone</a></li></ol></nav><nav epub:type="page-list"><a href="b.xhtml">2</a></nav></html>`,
    },
  ],
  [
    'EPUB 2',
    opf('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>', 'toc="ncx"'),
    {
      'OEBPS/toc.ncx': `<ncx><docTitle><text>Book</text></docTitle><navMap><navPoint><navLabel><text>I. Morning</text></navLabel><content src="a.xhtml"/></navPoint><navPoint><navLabel><text>II.</text></navLabel><content src="b.xhtml"/><navPoint><navLabel><text>Evening</text></navLabel><content src="b.xhtml#e"/></navPoint></navPoint></navMap><pageList><pageTarget><navLabel><text>2</text></navLabel><content src="b.xhtml"/></pageTarget></pageList></ncx>`,
    },
  ],
] as const)('takes the chapters of %s from the contents', (_, book, files) => {
  expect(show(readBook(zipBook(PAGES.slice(1), { 'OEBPS/book.opf': book, ...files })))).toEqual([
    'I. Morning | Before. ',
    'II. | The seco',
    'Evening | Evening ',
  ]);
});

it('ignores a lone chapter and places outside the text', () => {
  expect(
    readBook(zipBook([['a.xhtml', page('<h1>One</h1><p>Text.</p>')]])).chapters,
  ).toBeUndefined();
  expect(readBook(zipBook([['a.xhtml', page('<p>Text.</p>')]])).chapters).toBeUndefined();
});

it("takes a page's chapters from its headings", async () => {
  const file = new File(
    [page('<h1>A</h1><p>a a</p><br/><h1 hidden="">No</h1><h1>B</h1><p>b</p>')],
    'x.html',
  );
  for await (const event of readDocument(file))
    if (event.type === 'file-end') expect(show(event.result)).toEqual(['A | A  a a  ', 'B | B  b']);
});

it.each([
  ['# One\n\na\n\n## Two **b**\n\nc\n\n### Three\n', ['One', 'Two b']],
  ['Intro\r\n=====\r\n\r\ntext\r\n\r\nNext\r\n----\r\n', ['Intro', 'Next']],
  ['```\n# not\n# this\n```\n# One\n\n# [Two](x) `code`\n', ['One', 'Two code']],
  [
    'CHAPTER I\n\nIt was. Chapter II is next.\n\nChapter 2: The sea\n\nend',
    ['CHAPTER I', 'Chapter 2: The sea'],
  ],
  ['# Only one\n\ntext', []],
  ['- a\n---\n\n| a |\n---\n\n#hashtag\n\n# \n', []],
  ['# Ä\n\n# 日本\n\n# العربية', ['Ä', '日本', 'العربية']],
])('finds the headings of %j', (text, titles) => {
  const headings = findHeadings(text);
  expect(headings.map(({ title }) => title)).toEqual(titles);
  for (const { title, start } of headings)
    expect(text.slice(start, start + 20)).toContain(title.split(' ')[0]);
});

it('reads a megabyte of text quickly', () => {
  const begin = cpuTimeMs();
  findHeadings('# A heading and words\n\nwords words\n'.repeat(30_000));
  expect(cpuTimeMs() - begin).toBeLessThan(2000);
});
