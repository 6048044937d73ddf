import { EngineError } from '../errors.ts';
import type { FileEvent } from '../files/file-event.ts';
import { decodeMarkup } from './decode-markup.ts';
import { checkPages, checkTextLength } from './document-limits.ts';
import type { DocumentText } from './document-text.ts';
import { refuseLocked } from './epub-lock.ts';
import { readPackage } from './epub-package.ts';
import { textOfHtml } from './html-text.ts';
import { openZip } from './zip-archive.ts';

/**
 * The text of an EPUB: the pages of its spine in their order.
 * Throws `not_supported` for a file that is not one, is locked, or has no text; `limit_exceeded`.
 */
export function* readEpub(bytes: Uint8Array): Generator<FileEvent<DocumentText>> {
  const archive = openZip(bytes);
  refuseLocked(archive);
  const { pages, missing } = readPackage(archive);
  checkPages(pages.length);
  const texts: string[] = [];
  let length = 0;
  for (const [index, page] of pages.entries()) {
    const text = textOfHtml(decodeMarkup(archive.read(page)), { isXhtml: true });
    if (text !== '') texts.push(text);
    checkTextLength((length += text.length));
    yield { type: 'file-progress', done: index + 1, total: pages.length };
  }
  if (texts.length === 0) throw explainEmpty(missing);
  yield { type: 'file-end', result: { text: texts.join('\n\n'), notice: describeMissing(missing) } };
}

function explainEmpty(missing: number): EngineError {
  const reason = missing > 0 ? 'Its pages are missing from the file.' : 'It may hold pictures of pages.';
  return new EngineError('not_supported', `This book has no text that can be read. ${reason}`);
}

function describeMissing(missing: number): string | null {
  if (missing === 0) return null;
  return missing === 1
    ? 'One page that this book lists is missing from the file.'
    : `${missing} pages that this book lists are missing from the file.`;
}
