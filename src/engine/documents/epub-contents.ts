import { Parser } from 'htmlparser2';
import { decodeMarkup } from './decode-markup.ts';
import type { FindPage } from './epub-package.ts';
import { localName } from './parse-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** An entry of a book's contents. */
export interface BookPart {
  title: string;
  /** Name of its page in the archive. */
  page: string;
}

/** More would be too many to choose from. */
const MAX_PARTS = 2000;

/**
 * The entries of a book's contents, whose pages are there. `path`: of the page of contents;
 * `undefined` for a book without one.
 */
export function readContents(
  archive: ZipArchive,
  path: string | undefined,
  findPage: FindPage,
): BookPart[] {
  if (path === undefined || !archive.has(path)) return [];
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const entries = listEntries(decodeMarkup(archive.read(path)));
  return entries.slice(0, MAX_PARTS).flatMap(({ title, href }) => {
    const page = findPage(folder, href);
    return page === undefined || title === '' ? [] : [{ title, page }];
  });
}

interface Entry {
  title: string;
  href: string;
}

/**
 * The links of `<nav epub:type="toc">` in EPUB 3, the `navPoint`s of EPUB 2. Lists of pages and of
 * pictures are others.
 */
function listEntries(xml: string): Entry[] {
  const entries: Entry[] = [];
  const stack: boolean[] = [];
  let label = '';
  let link: Entry | undefined;
  const isInContents = () => stack.at(-1) ?? true;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const tag = localName(name);
        if (tag === 'nav')
          stack.push(
            /(?:^|\s)(?:doc-)?toc(?:\s|$)/.test(`${attributes['epub:type']} ${attributes.role}`),
          );
        if (tag === 'pagelist' || tag === 'navlist') stack.push(false);
        if (tag === 'navlabel') label = '';
        if (tag === 'a' && attributes.href !== undefined)
          link = { title: '', href: attributes.href };
        if (tag === 'content' && attributes.src !== undefined && isInContents())
          entries.push({ title: tidy(label), href: attributes.src });
      },
      ontext(text) {
        label += text;
        if (link) link.title += text;
      },
      onclosetag(name) {
        const tag = localName(name);
        if (tag === 'a' && link && isInContents())
          entries.push({ ...link, title: tidy(link.title) });
        if (tag === 'a') link = undefined;
        if (tag === 'nav' || tag === 'pagelist' || tag === 'navlist') stack.pop();
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return entries;
}

const tidy = (title: string) => title.replace(/\s+/g, ' ').trim();
