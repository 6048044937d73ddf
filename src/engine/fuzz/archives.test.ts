import { zipSync } from 'fflate';
import { it } from 'vitest';
import { DOCX_PARAGRAPHS, DOCX_STYLES, zipBook, zipDocx } from '../../../e2e/fixtures/documents.ts';
import { readDocument } from '../documents/read-document.ts';
import { decodeText } from '../files/decode-text.ts';
import { readZip } from '../files/read-zip.ts';
import { createZipFile } from '../files/write-zip.ts';
import { corruptBytes } from './corrupt-bytes.fixture.ts';
import { corruptText } from './corrupt-text.fixture.ts';
import { fuzz } from './fuzz.fixture.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function makeZips(): Promise<Uint8Array[]> {
  const own = createZipFile();
  await own.add('conversations/a.json', new Blob(['{"a":1}']));
  await own.add('pictures/日本.png', new Blob([new Uint8Array(50)]));
  const packed = { 'a.json': encode('{"a":1}'.repeat(200)), 'b/c.txt': encode('words') };
  return [new Uint8Array(await own.finish().arrayBuffer()), zipSync(packed, { level: 9 })];
}

async function readAll(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const entries = await readZip(new Blob([bytes]));
  for (const entry of entries.values()) await entry.read().catch(allowRefusal);
}

/** A damaged entry says so; the others are read all the same. */
function allowRefusal(thrown: unknown): void {
  if (!(thrown instanceof Error && thrown.name === 'EngineError')) throw thrown;
}

it('reads any zip and its entries, or refuses it', async () => {
  await fuzz(corruptBytes(await makeZips()), readAll);
});

const PAGE =
  '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><h1>One</h1><p>A <b>fox</b> &amp; <a href="#n">1</a></p><table><tr><td>1</td><td>2</td></tr></table><pre>a\n b</pre></body></html>';
const PACKAGE =
  '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="toc" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest><spine toc="toc"><itemref idref="a"/></spine></package>';
const CONTENTS =
  '<html xmlns:epub="http://www.idpf.org/2007/ops"><nav epub:type="toc"><ol><li><a href="a.xhtml#x">One</a></li></ol></nav></html>';

async function read(content: string | Uint8Array, name: string): Promise<void> {
  for await (const event of readDocument(new File([content as BlobPart], name)))
    if (event.type === 'file-end') return;
}

it('reads any book, or refuses it', async () => {
  const book = zipBook([['a.xhtml', PAGE]], { 'OEBPS/nav.xhtml': CONTENTS });
  await fuzz(corruptBytes([book]), (bytes) => read(bytes, 'book.epub'));
});

it('reads a book of any pages, contents and package, or refuses it', async () => {
  const write = (part: string) => (text: string) =>
    read(zipBook([['a.xhtml', PAGE]], { 'OEBPS/nav.xhtml': CONTENTS, [part]: text }), 'book.epub');
  await fuzz(corruptText([PAGE]), write('OEBPS/a.xhtml'));
  await fuzz(corruptText([CONTENTS]), write('OEBPS/nav.xhtml'));
  await fuzz(corruptText([PACKAGE]), write('OEBPS/book.opf'));
});

it('reads any Word document, its text and its styles, or refuses it', async () => {
  const text = DOCX_PARAGRAPHS.join('');
  await fuzz(corruptBytes([zipDocx(text, DOCX_STYLES)]), (bytes) => read(bytes, 'a.docx'));
  await fuzz(corruptText([text]), (body) => read(zipDocx(body, DOCX_STYLES), 'a.docx'));
  await fuzz(corruptText([DOCX_STYLES]), (styles) => read(zipDocx(text, styles), 'a.docx'));
});

it('reads any page and any text, in whatever encoding', async () => {
  await fuzz(corruptText([PAGE]), (text) => read(text, 'page.html'));
  const texts = [encode('Grüße 日本'), Buffer.from('\ufeffGrüße', 'utf16le')];
  await fuzz(corruptBytes(texts), (bytes) => decodeText(bytes), { runs: 300 });
  await fuzz(corruptText(['# Tale\n\n> words *bold* `code` $x$\n\n1. one']), (text) =>
    read(text, 'tale.md'),
  );
});
