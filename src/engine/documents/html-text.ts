import { Parser } from 'htmlparser2';
import type { DocumentChapter } from './document-text.ts';
import { localName } from './parse-xml.ts';
import { createTextBuilder, type TextBuilder } from './text-builder.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Not read: what a page does not show, or what is not part of its text. */
const SILENT = words(
  'annotation annotation-xml audio canvas datalist iframe nav noembed noframes noscript object rp rt rtc script style template title video',
);
/** Paragraphs of their own. */
const BLOCKS = words(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu ol optgroup option p pre search section select summary table tbody tfoot thead tr ul',
);
/** Separated from their neighbours in the line. */
const APART = words('button img input label meter output progress textarea');
/** Without content: their end never comes. */
const VOID = words('area base br col embed hr img input link meta param source track wbr');
const HEADING = /^h([1-6])$/;
/**
 * Marks of notes, page numbers and ways back, in the words of EPUB (`epub:type`) and of ARIA
 * (`role`).
 */
const NO_TEXT = /(?:^|\s)(?:doc-)?(?:noteref|pagebreak|backlink|referrer)(?:\s|$)/;

interface OpenElement {
  name: string;
  isSilent: boolean;
  /**
   * Where its text began, and how many links there had been, for elements that may turn out to be
   * the mark of a note.
   */
  start: number;
  linksBefore: number;
}

export interface HtmlOptions {
  /** `<title/>` is closed, as in XML. */
  isXhtml: boolean;
}

/** A heading of a page. `level`: 1 to 6. */
export interface PageHeading extends DocumentChapter {
  level: number;
}

export interface PageText {
  text: string;
  headings: PageHeading[];
}

/**
 * The words of a page: paragraphs, cells, headings and list items apart, and without what the page
 * does not show. Throws `limit_exceeded`.
 */
export function readHtml(html: string, { isXhtml }: HtmlOptions): PageText {
  const page = createPage();
  const parser = new Parser(
    {
      onopentag: (name, attributes) => page.open(localName(name), attributes),
      ontext: page.write,
      onclosetag: (name) => page.close(localName(name)),
    },
    { recognizeSelfClosing: isXhtml, recognizeCDATA: isXhtml },
  );
  parser.end(html);
  return page.finish();
}

type Attributes = Readonly<Record<string, string>>;

function createPage() {
  const builder = createTextBuilder();
  const stack: OpenElement[] = [];
  const headings: PageHeading[] = [];
  let [silent, kept, links] = [0, 0, 0];

  function open(name: string, attributes: Attributes): void {
    if (VOID.has(name)) return;
    const element = {
      name,
      isSilent: SILENT.has(name) || isHidden(name, attributes),
      start: builder.length,
      linksBefore: links,
    };
    stack.push(element);
    if (name === 'a' && attributes.href?.includes('#')) links++;
    if (name === 'pre') kept++;
    if (element.isSilent) silent++;
    else if (silent === 0) begin(name, builder);
    const [, level] = HEADING.exec(name) ?? [];
    if (level && silent === 0)
      headings.push({ title: '', start: builder.nextStart, level: Number(level) });
  }

  function close(name: string): void {
    if (VOID.has(name)) return silent === 0 ? separate(name, builder) : undefined;
    const element = stack.pop();
    if (name === 'pre') kept--;
    if (element?.isSilent) silent--;
    else if (element && silent === 0) {
      nameHeading(element);
      finish(element, hasLink(element), builder);
    }
  }

  function nameHeading({ name, start }: OpenElement): void {
    const heading = headings.at(-1);
    if (heading && HEADING.test(name))
      heading.title = builder.textFrom(start).replace(/\s+/g, ' ').trim();
  }

  /** In it or around it. */
  const hasLink = ({ linksBefore, name }: OpenElement) =>
    links > linksBefore || (name === 'sup' && stack.at(-1)?.name === 'a');

  return {
    open,
    close,
    write: (text: string) => (silent === 0 ? builder.add(text, kept > 0) : undefined),
    finish: () => ({
      text: builder.finish(),
      headings: headings.filter(({ title }) => title !== ''),
    }),
  };
}

function isHidden(name: string, attributes: Attributes): boolean {
  const { style = '', role = '', hidden } = attributes;
  return (
    (hidden !== undefined && hidden !== 'until-found') ||
    attributes['aria-hidden'] === 'true' ||
    (name === 'dialog' && attributes.open === undefined) ||
    /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b/i.test(style) ||
    NO_TEXT.test(`${attributes['epub:type'] ?? ''} ${role}`)
  );
}

function begin(name: string, builder: TextBuilder): void {
  separate(name, builder);
  if (name === 'q') builder.add('“');
}

function finish({ name, start }: OpenElement, hasLink: boolean, builder: TextBuilder): void {
  if (name === 'q') builder.add('”');
  if (name === 'sup') writeSuperscript(start, hasLink, builder);
  if (name === 'a' && hasLink && /^\s*[↩↑^]\ufe0e?\s*$/.test(builder.textFrom(start)))
    builder.cut(start);
  separate(name, builder);
}

function separate(name: string, builder: TextBuilder): void {
  if (name === 'br') builder.breakLine();
  else if (BLOCKS.has(name)) builder.endParagraph();
  else if (name === 'td' || name === 'th') builder.endCell();
  else if (APART.has(name)) builder.add(' ');
}

/** Note marks are not read; "m²" and "10^6" keep their meaning. */
function writeSuperscript(start: number, hasLink: boolean, builder: TextBuilder): void {
  const text = builder.textFrom(start).trim();
  const isMark = /^[[(]?(?:\d{1,4}|[a-z*†‡§])[\])]?$/i.test(text);
  if (hasLink && isMark) return builder.cut(start);
  if (!/^[-−]?\d+$/.test(text)) return;
  builder.cut(start);
  const isMeasure = /(?:^|[^\p{L}])[kcdm]?m$/u.test(builder.textFrom(Math.max(0, start - 4)));
  builder.add(isMeasure && /^[23]$/.test(text) ? (text === '2' ? '²' : '³') : `^${text}`);
}
