import { Parser } from 'htmlparser2';
import { EngineError } from '../errors.ts';
import type { FileEvent } from '../files/file-event.ts';
import { decodeMarkup } from './decode-markup.ts';
import type { DocumentText } from './document-text.ts';
import { readHeadingStyles, type HeadingStyles } from './docx-styles.ts';
import type { PageHeading } from './html-text.ts';
import { listChapters } from './list-chapters.ts';
import { listElements, localName } from './parse-xml.ts';
import { createTextBuilder } from './text-builder.ts';
import { openZip, type ZipArchive } from './zip-archive.ts';

/** Characters of the document that are read before the next progress is told. */
const PIECE_LENGTH = 500_000;

/**
 * The text of a Word document (Office Open XML, ECMA-376) and its headings as chapters: without
 * notes, comments, and what was deleted or hidden. Throws `not_supported` for a file that is not
 * one, has a password or no text; `limit_exceeded`.
 */
export function* readDocx(bytes: Uint8Array): Generator<FileEvent<DocumentText>> {
  const archive = openZip(bytes, 'a Word document');
  const path = findDocument(archive);
  const xml = decodeMarkup(archive.read(path));
  const page = createPage(readHeadingStyles(readStyles(archive, path)));
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(localName(name), toLocal(attributes)),
      ontext: page.write,
      onclosetag: (name) => page.close(localName(name)),
    },
    { xmlMode: true },
  );
  for (let at = 0; at < xml.length; at += PIECE_LENGTH) {
    yield { type: 'file-progress', done: at, total: xml.length };
    parser.write(xml.slice(at, at + PIECE_LENGTH));
  }
  parser.end();
  const { text, headings } = page.finish();
  if (text === '')
    throw new EngineError('not_supported', 'This document has no text. It may hold only pictures.');
  yield { type: 'file-end', result: { text, notice: null, ...listChapters(headings) } };
}

const USUAL_PATH = 'word/document.xml';

/** Where the package says that its main part is. */
function findDocument(archive: ZipArchive): string {
  const relations = archive.has('_rels/.rels')
    ? listElements(decodeMarkup(archive.read('_rels/.rels')))
    : [];
  const main = relations.find(({ attributes }) => attributes.type?.endsWith('/officeDocument'));
  const path = main?.attributes.target?.replace(/^\/+/, '') ?? USUAL_PATH;
  const found = [path, USUAL_PATH].find(archive.has);
  if (found) return found;
  throw new EngineError('not_supported', 'This file is not a Word document: it has no text part.');
}

function readStyles(archive: ZipArchive, documentPath: string): string {
  const path = documentPath.replace(/[^/]*$/, 'styles.xml');
  return archive.has(path) ? decodeMarkup(archive.read(path)) : '';
}

type Attributes = Readonly<Record<string, string>>;

function toLocal(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [localName(name), value]),
  );
}

/** Not read: what is not text, was deleted, or stands there a second time for older programs. */
const SILENT: ReadonlySet<string> = new Set([
  'del',
  'fallback',
  'instrtext',
  'movefrom',
  'pict',
  'rt',
  'sectpr',
]);
/** Levels of headings that chapters are made of; more deeply nested ones count as the last. */
const LAST_LEVEL = 6;

function createPage(styles: HeadingStyles) {
  const builder = createTextBuilder();
  const headings: PageHeading[] = [];
  let [silent, texts, cells] = [0, 0, 0];
  let isHiddenRun = false;
  /** Of the paragraph that is being read. */
  let level: number | undefined;
  let start = 0;
  let startLength = 0;

  function beginParagraph(): void {
    level = undefined;
    start = builder.nextStart;
    startLength = builder.length;
  }
  function endParagraph(): void {
    const title = builder.textFrom(startLength).replace(/\s+/g, ' ').trim();
    if (level !== undefined && title !== '' && cells === 0)
      headings.push({ title, start, level: Math.min(level, LAST_LEVEL) });
    if (cells === 0) builder.endParagraph();
    else builder.add(' ');
    level = undefined;
  }
  function apply(name: string, { val = '' }: Attributes): void {
    if (name === 'pstyle') level ??= styles.get(val);
    if (name === 'outlinelvl' && /^[0-8]$/.test(val)) level = Number(val) + 1;
    if (name === 'vanish') isHiddenRun = !/^(?:0|false|off)$/.test(val);
  }
  function write(text: string): void {
    if (silent === 0 && texts > 0 && !isHiddenRun) builder.add(text);
  }

  return {
    write,
    open(name: string, attributes: Attributes): void {
      if (SILENT.has(name)) silent++;
      if (silent > 0) return;
      if (name === 'p') beginParagraph();
      else if (name === 'tc') cells++;
      else if (name === 'r') isHiddenRun = false;
      else if (name === 't') texts++;
      else if (name === 'tab') builder.add(' ');
      else if (name === 'br' || name === 'cr') builder.breakLine();
      else if (name === 'nobreakhyphen') builder.add('-');
      else apply(name, attributes);
    },
    close(name: string): void {
      if (SILENT.has(name)) silent = Math.max(0, silent - 1);
      else if (silent > 0) return;
      else if (name === 'p') endParagraph();
      else if (name === 't') texts = Math.max(0, texts - 1);
      else if (name === 'tc') {
        cells = Math.max(0, cells - 1);
        builder.endCell();
      } else if (name === 'tr' && cells === 0) builder.endParagraph();
    },
    finish: () => ({ text: builder.finish(), headings }),
  };
}
