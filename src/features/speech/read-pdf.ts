import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { EngineError } from '../../engine/errors.ts';

GlobalWorkerOptions.workerSrc = workerUrl;

/** The text of a PDF, page by page. Throws `not_supported` for one without text, with a password, or damaged. */
export async function readPdf(data: Uint8Array): Promise<string> {
  const task = getDocument({ data, useSystemFonts: true, disableFontFace: true });
  try {
    const document = await task.promise;
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(joinLines(items.flatMap((item) => ('str' in item ? [item] : []))));
    }
    const text = pages.filter(Boolean).join('\n\n');
    if (text.trim() !== '') return text;
  } catch (thrown) {
    const isLocked = thrown instanceof Error && thrown.name === 'PasswordException';
    const message = isLocked
      ? 'This PDF has a password. Save it without one first.'
      : 'This PDF cannot be read: it is damaged.';
    throw new EngineError('not_supported', message, { cause: thrown });
  } finally {
    await task.destroy();
  }
  throw new EngineError('not_supported', 'This PDF holds pictures of pages and no text.');
}

interface TextItem {
  str: string;
  hasEOL: boolean;
  height: number;
  transform: number[];
}

/** Lines of a paragraph are joined, words cut by a hyphen too; a larger distance between two lines begins a new paragraph. */
function joinLines(items: readonly TextItem[]): string {
  let text = '';
  let lastY: number | undefined;
  for (const { str, hasEOL, height, transform } of items) {
    const y = transform[5] ?? 0;
    if (lastY !== undefined && str !== '' && lastY - y > 1.8 * height && height > 0) text = `${text.trimEnd()}\n\n`;
    if (str !== '') lastY = y;
    text += str;
    if (hasEOL) text = /\p{Ll}-$/u.test(text) ? text.slice(0, -1) : `${text} `;
  }
  return text.replace(/[^\S\n]+/g, ' ').trim();
}
