import type { PDFDocumentProxy } from 'pdfjs-dist';

/** An entry of a PDF's own table of contents. */
export interface OutlineEntry {
  title: string;
  /** From 0. */
  page: number;
}

/** Chapters and their parts. */
const LEVELS = 2;
/** More entries than any book has; each asks the parser once. */
const MAX_ENTRIES = 2000;

type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

/** The two highest levels of a PDF's outline; those without a page in this file are left out. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  const items = flatten(await document.getOutline().catch(() => null), LEVELS);
  const entries: OutlineEntry[] = [];
  for (const { title, dest } of items.slice(0, MAX_ENTRIES)) {
    const page = await findPage(document, dest).catch(() => undefined);
    const name = title.replace(/\s+/g, ' ').trim();
    if (page !== undefined && name !== '') entries.push({ title: name, page });
  }
  return entries;
}

/** pdf.js says that there is an outline; a file without one has `null`. */
function flatten(outline: Outline | null, levels: number): Outline {
  if (!outline || levels === 0) return [];
  return outline.flatMap((item) => [item, ...flatten(item.items as Outline, levels - 1)]);
}

/** A destination by name or in full; its first part is the page. */
async function findPage(
  document: PDFDocumentProxy,
  dest: Outline[number]['dest'],
): Promise<number | undefined> {
  const target = typeof dest === 'string' ? await document.getDestination(dest) : dest;
  const [page] = target ?? [];
  if (typeof page === 'number') return page;
  return isReference(page) ? document.getPageIndex(page) : undefined;
}

function isReference(value: unknown): value is { num: number; gen: number } {
  return typeof value === 'object' && value !== null && 'num' in value && 'gen' in value;
}
