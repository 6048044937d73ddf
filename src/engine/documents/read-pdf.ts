import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import { EngineError } from '../errors.ts';
import type { FileEvent } from '../files/file-event.ts';
import { checkPages, checkTextLength } from './document-limits.ts';
import type { DocumentText } from './document-text.ts';
import { keepOrder } from './list-chapters.ts';
import { readOutline, type OutlineEntry } from './pdf-outline.ts';

const BETWEEN_PAGES = '\n\n';

/**
 * The text of a PDF, page by page, and the chapters of its outline. pdf.js parses on this thread, which is a worker already.
 * Throws `not_supported` for one without text, with a password, or damaged; `limit_exceeded`.
 */
export async function* readPdf(data: Uint8Array): AsyncGenerator<FileEvent<DocumentText>> {
  // Where pdf.js looks for its parser before it would start a worker of its own.
  Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/build/pdf.worker.min.mjs') });
  const task = getDocument({ data, useSystemFonts: true, disableFontFace: true });
  try {
    const pages: string[] = [];
    const document = await task.promise;
    for await (const { text, done, total } of readPages(document)) {
      pages.push(text);
      yield { type: 'file-progress', done, total };
    }
    const text = pages.filter(Boolean).join(BETWEEN_PAGES);
    if (text === '')
      throw new EngineError('not_supported', 'This PDF has only pictures of pages, no text.');
    const chapters = listOutlineChapters(await readOutline(document), pages);
    yield { type: 'file-end', result: { text, notice: null, ...chapters } };
  } catch (thrown) {
    throw explain(thrown);
  } finally {
    await task.destroy();
  }
}

/**
 * An entry begins where the page has its title, else where the page begins. None if there are fewer
 * than two: a single chapter is the text.
 */
function listOutlineChapters(
  outline: readonly OutlineEntry[],
  pages: readonly string[],
): Pick<DocumentText, 'chapters'> {
  let length = 0;
  const starts = pages.map((page) => {
    const start = length;
    if (page !== '') length += page.length + BETWEEN_PAGES.length;
    return start;
  });
  const placed = outline.flatMap(({ title, page }) => {
    const start = starts[page];
    if (start === undefined || start >= length) return [];
    const found = pages[page]?.toLowerCase().indexOf(title.toLowerCase()) ?? -1;
    return [{ title, start: start + Math.max(0, found) }];
  });
  const chapters = keepOrder(placed);
  return chapters.length > 1 ? { chapters } : {};
}

async function* readPages(document: PDFDocumentProxy) {
  const total = document.numPages;
  checkPages(total);
  let length = 0;
  for (let done = 1; done <= total; done++) {
    const page = await document.getPage(done);
    const { items } = await page.getTextContent();
    const text = joinLines(items.flatMap((item) => ('str' in item ? [item] : [])));
    page.cleanup();
    checkTextLength((length += text.length));
    yield { text, done, total };
  }
}

function explain(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  const isLocked = thrown instanceof Error && thrown.name === 'PasswordException';
  const message = isLocked
    ? 'This PDF has a password. Save it without one first.'
    : 'This PDF cannot be read: it is damaged.';
  return new EngineError('not_supported', message, { cause: thrown });
}

interface TextItem {
  str: string;
  hasEOL: boolean;
  height: number;
  transform: number[];
}

/**
 * Lines of a paragraph are joined, words cut by a hyphen too; a larger distance between two lines
 * begins a new paragraph.
 */
function joinLines(items: readonly TextItem[]): string {
  let text = '';
  let lastY: number | undefined;
  for (const { str, hasEOL, height, transform } of items) {
    const y = transform[5] ?? 0;
    if (lastY !== undefined && str !== '' && lastY - y > 1.8 * height && height > 0)
      text = `${text.trimEnd()}\n\n`;
    if (str !== '') lastY = y;
    text += str;
    if (hasEOL) text = /\p{Ll}-$/u.test(text) ? text.slice(0, -1) : `${text} `;
  }
  return text.replace(/[^\S\n]+/g, ' ').trim();
}
