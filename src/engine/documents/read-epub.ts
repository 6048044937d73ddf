import { EngineError } from '../errors.ts';
import type { FileEvent } from '../files/file-event.ts';
import { decodeMarkup } from './decode-markup.ts';
import { checkPages, checkTextLength } from './document-limits.ts';
import type { DocumentText } from './document-text.ts';
import { refuseLocked } from './epub-lock.ts';
import { readPackage } from './epub-package.ts';
import { readHtml, type PageHeading } from './html-text.ts';
import { listChapters } from './list-chapters.ts';
import { openZip } from './zip-archive.ts';

const PAGE_GAP = '\n\n';

/**
 * The text of an EPUB: the pages of its spine in their order.
 * Throws `not_supported` for a file that is not one, is locked, or has no text; `limit_exceeded`.
 */
export function* readEpub(bytes: Uint8Array): Generator<FileEvent<DocumentText>> {
  const archive = openZip(bytes, 'an EPUB');
  refuseLocked(archive);
  const { pages, contents, missing } = readPackage(archive);
  checkPages(pages.length);
  const texts: string[] = [];
  const headings: PageHeading[] = [];
  const starts = new Map<string, number>();
  let length = 0;
  for (const [index, page] of pages.entries()) {
    const read = readHtml(decodeMarkup(archive.read(page)), { isXhtml: true });
    const start = texts.length > 0 ? length + PAGE_GAP.length : 0;
    starts.set(page, start);
    headings.push(
      ...read.headings.map((heading) => ({ ...heading, start: start + heading.start })),
    );
    if (read.text !== '') {
      texts.push(read.text);
      length = start + read.text.length;
    }
    checkTextLength(length);
    yield { type: 'file-progress', done: index + 1, total: pages.length };
  }
  if (texts.length === 0) throw explainEmpty(missing);
  const chapters = listChapters(headings, { contents, starts, length });
  yield {
    type: 'file-end',
    result: { text: texts.join(PAGE_GAP), notice: describeMissing(missing), ...chapters },
  };
}

function explainEmpty(missing: number): EngineError {
  const reason =
    missing > 0 ? 'Its pages are missing from the file.' : 'Its pages may be pictures.';
  return new EngineError('not_supported', `This book has no readable text. ${reason}`);
}

function describeMissing(missing: number): string | null {
  if (missing === 0) return null;
  return missing === 1
    ? 'One page that this book lists is missing from the file.'
    : `${missing} pages that this book lists are missing from the file.`;
}
