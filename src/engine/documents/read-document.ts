import { EngineError } from '../errors.ts';
import { checkLength, readBytes } from '../files/file-budget.ts';
import type { FileEvent } from '../files/file-event.ts';
import { decodeText } from '../files/decode-text.ts';
import { decodeMarkup } from './decode-markup.ts';
import { checkTextLength, DOCUMENT_BUDGET, MAX_TEXT_BYTES } from './document-limits.ts';
import type { DocumentText } from './document-text.ts';

/**
 * The text of a file: plain text and Markdown as they are, the words of HTML and Word documents, the
 * chapters of an EPUB, the pages of a PDF. Throws `not_supported` for a file without text, with a lock or damaged;
 * `limit_exceeded`.
 *
 * @example
 * const file = new File(['<h1>Tale</h1><p>Once.'], 'tale.html');
 * const texts: string[] = [];
 * for await (const event of readDocument(file))
 *   if (event.type === 'file-end') texts.push(event.result.text);
 * texts; // → ['Tale\n\nOnce.']
 */
export async function* readDocument(file: File): AsyncGenerator<FileEvent<DocumentText>> {
  const kind = await findKind(file);
  if (kind === 'epub')
    return yield* (await import('./read-epub.ts')).readEpub(await readBytes(file));
  if (kind === 'docx')
    return yield* (await import('./read-docx.ts')).readDocx(await readBytes(file));
  if (kind === 'pdf') return yield* (await import('./read-pdf.ts')).readPdf(await readBytes(file));
  checkLength(file, { ...DOCUMENT_BUDGET, mostBytes: MAX_TEXT_BYTES });
  const bytes = await readBytes(file);
  const result =
    kind === 'html' ? await readPage(bytes) : { text: readPlain(bytes, file.name), notice: null };
  checkTextLength(result.text.length);
  return yield { type: 'file-end', result };
}

type DocumentKind = 'epub' | 'docx' | 'pdf' | 'html' | 'text';

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** By its name, then by what it says of itself, then by its first bytes. */
async function findKind(file: File): Promise<DocumentKind> {
  const extension = /\.([^./\\]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'epub' || file.type === 'application/epub+zip') return 'epub';
  if (/^doc[xm]$/.test(extension) || file.type === DOCX_TYPE) return 'docx';
  if (extension === 'pdf' || file.type === 'application/pdf') return 'pdf';
  if (
    /^x?html?$|^xht$/.test(extension) ||
    /^(?:text\/html|application\/xhtml\+xml)$/.test(file.type)
  )
    return 'html';
  if (
    /^(?:txt|md|markdown|text|csv|srt|vtt|tex|rst)$/.test(extension) ||
    file.type.startsWith('text/')
  )
    return 'text';
  const first = await readBytes(file.slice(0, 1024));
  if (/^PK\x03\x04[^]*mimetype[^]{0,40}application\/epub\+zip/.test(String.fromCharCode(...first)))
    return 'epub';
  const beginning = decodeText(first);
  if (beginning.startsWith('%PDF-')) return 'pdf';
  if (extension === '' && !isBinary(beginning)) return 'text';
  throw hasNoText(file.name);
}

async function readPage(bytes: Uint8Array): Promise<DocumentText> {
  const { readHtml } = await import('./html-text.ts');
  const { listChapters } = await import('./list-chapters.ts');
  const html = decodeMarkup(bytes);
  const page = readHtml(html, {
    isXhtml: /^\s*<\?xml|<html[^>]*\sxmlns\s*=/i.test(html.slice(0, 2000)),
  });
  return { text: page.text, notice: null, ...listChapters(page.headings) };
}

function readPlain(bytes: Uint8Array, name: string): string {
  const text = decodeText(bytes);
  if (isBinary(text.slice(0, 4096))) throw hasNoText(name);
  return text;
}

/** Characters that no text has: a picture or a program under a wrong name. */
const isBinary = (text: string) =>
  (text.match(/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/g)?.length ?? 0) > text.length / 100;

const hasNoText = (name: string) =>
  new EngineError(
    'not_supported',
    `${name} has no readable text. Use text, Markdown, HTML, EPUB, Word (.docx) or PDF.`,
  );
