import { EngineError } from '../../engine/errors.ts';

export const ACCEPTED_FILES = '.txt,.md,.markdown,.html,.htm,.epub,.pdf,text/plain,text/markdown,text/html';

/** The text of a file that was dropped: plain text, Markdown and HTML as they are, the chapters of an EPUB, the pages of a PDF. Throws `not_supported`. */
export async function readTextFile(file: File): Promise<string> {
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  if (extension === 'epub') return (await import('./read-epub.ts')).readEpub(new Uint8Array(await file.arrayBuffer()));
  if (extension === 'pdf') return (await import('./read-pdf.ts')).readPdf(new Uint8Array(await file.arrayBuffer()));
  if (!/^(?:txt|md|markdown|html|htm|text|csv|srt|vtt|tex|rst)$/.test(extension) && !file.type.startsWith('text/'))
    throw new EngineError(
      'not_supported',
      `${file.name} holds no text that can be read. Use text, Markdown, HTML, EPUB or PDF.`,
    );
  const text = await file.text();
  return /^html?$/.test(extension) ? textOfHtml(text) : text;
}

/** The words of a page, blocks on lines of their own. */
export function textOfHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const part of page.querySelectorAll('script, style, noscript, nav, template')) part.remove();
  const lines: string[] = [''];
  collect(page.body, lines);
  return lines
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean)
    .join('\n\n');
}

const BLOCK = /^(?:P|DIV|H[1-6]|LI|TR|BLOCKQUOTE|SECTION|ARTICLE|HEADER|FOOTER|FIGCAPTION|DT|DD|PRE|BR)$/;

function collect(node: Node, lines: string[]): void {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += child.textContent ?? '';
    if (!(child instanceof Element)) continue;
    const isBlock = BLOCK.test(child.tagName.toUpperCase());
    if (isBlock) lines.push('');
    collect(child, lines);
    if (isBlock) lines.push('');
  }
}
