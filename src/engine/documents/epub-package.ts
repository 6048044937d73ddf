import { EngineError } from '../errors.ts';
import { decodeMarkup } from './decode-markup.ts';
import { readContents, type BookPart } from './epub-contents.ts';
import { listElements, type XmlElement } from './parse-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** What a book's package file says about its pages. */
export interface EpubPackage {
  /** Names of the pages in the archive, in the order of reading, each once. */
  pages: readonly string[];
  /** Parts of the book by their names, in its own order; empty if it lists none. */
  contents: readonly BookPart[];
  /** How many pages of the reading order are missing from the file. */
  missing: number;
}

/**
 * Reads where the package file is, and what it lists. Throws `not_supported` for a file that is not
 * a book.
 */
export function readPackage(archive: ZipArchive): EpubPackage {
  const findPage = createFindPage(archive);
  const path = findPackage(archive, findPage);
  const elements = listElements(decodeMarkup(archive.read(path)));
  const items = new Map(
    elements
      .filter(({ name }) => name === 'item')
      .map(({ attributes }) => [attributes.id, attributes]),
  );
  const listed = listSpine(elements, items);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const found = listed.map((item) =>
    item?.href === undefined ? undefined : findPage(folder, item.href),
  );
  const pages = [...new Set(found.filter((page) => page !== undefined))];
  const contents = readContents(
    archive,
    findContents([...items.values()], folder, findPage),
    findPage,
  );
  return { pages, contents, missing: found.filter((page) => page === undefined).length };
}

function findPackage(archive: ZipArchive, findPage: FindPage): string {
  const container = archive.has('META-INF/container.xml')
    ? archive.read('META-INF/container.xml')
    : new Uint8Array();
  const named = listElements(decodeMarkup(container)).find(({ name }) => name === 'rootfile')
    ?.attributes['full-path'];
  const path =
    (named === undefined ? undefined : findPage('', named)) ??
    archive.names.find((name) => /\.opf$/i.test(name));
  if (path !== undefined) return path;
  throw new EngineError('not_supported', 'This file is not an EPUB: it has no list of pages.');
}

type Item = XmlElement['attributes'];

/**
 * The items of the spine; `undefined` for one that the manifest does not have. Without a spine, all
 * pages of the manifest.
 */
function listSpine(
  elements: readonly XmlElement[],
  items: ReadonlyMap<string | undefined, Item>,
): (Item | undefined)[] {
  const entries = elements
    .filter(({ name }) => name === 'itemref')
    .map(({ attributes }) => attributes);
  const main = entries.filter(({ linear }) => linear !== 'no');
  const chosen = main.length > 0 ? main : entries;
  if (chosen.length === 0)
    return [...items.values()].filter((item) => isPage(item) && !isNavigation(item));
  return chosen
    .map(({ idref }) => followFallbacks(items, idref))
    .filter((item) => item === undefined || (isPage(item) && !isNavigation(item)));
}

/** A picture in the spine names the page that it stands for. */
function followFallbacks(
  items: ReadonlyMap<string | undefined, Item>,
  id: string | undefined,
): Item | undefined {
  let item = items.get(id);
  for (let steps = 0; item && !isPage(item) && item.fallback !== undefined && steps < 10; steps++)
    item = items.get(item.fallback);
  return item;
}

const isPage = ({ 'media-type': type = '' }: Item) => type === '' || /html|xml|text\//i.test(type);
const isNavigation = ({ properties = '' }: Item) => /(?:^|\s)nav(?:\s|$)/.test(properties);

/** The page of contents of EPUB 3, else that of EPUB 2. */
function findContents(
  items: readonly Item[],
  folder: string,
  findPage: FindPage,
): string | undefined {
  const isNcx = ({ 'media-type': type = '', href = '' }: Item) =>
    /x-dtbncx/i.test(type) || /\.ncx$/i.test(href);
  const item = items.find(isNavigation) ?? items.find(isNcx);
  return item?.href === undefined ? undefined : findPage(folder, item.href);
}

/**
 * The name in the archive of what an address names, relative to a folder; `undefined` for what is
 * not there.
 */
export type FindPage = (folder: string, href: string) => string | undefined;

/** With or without %-escapes, and as a last resort ignoring case. */
function createFindPage(archive: ZipArchive): FindPage {
  const bySmallLetters = new Map(archive.names.map((name) => [name.toLowerCase(), name]));
  return (folder, href) => {
    const path = href.trim().replaceAll('\\', '/');
    const [withoutFragment = ''] = path.split('#');
    const candidates = [path, withoutFragment, decodeEscapes(withoutFragment), decodeEscapes(path)];
    const names = candidates.map((candidate) => resolvePath(folder, candidate));
    const small = names.map((name) => bySmallLetters.get(name.toLowerCase()));
    return names.find((name) => archive.has(name)) ?? small.find((name) => name !== undefined);
  };
}

/** "100%.xhtml" has no valid escapes, which is fine. */
function decodeEscapes(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function resolvePath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : folder}${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
