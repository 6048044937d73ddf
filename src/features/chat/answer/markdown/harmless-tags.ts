/** HTML that answers may use. Everything else in angle brackets is shown as it was written. */
const VOID = new Set(['br', 'hr', 'wbr', 'img', 'col']);
const BLOCKS = new Set(
  (
    'details summary div p table thead tbody tfoot tr td th caption colgroup ul ol li dl dt dd blockquote pre section figure figcaption ' +
    'center h1 h2 h3 h4 h5 h6 hr img'
  ).split(' '),
);
const IN_LINES = new Set(
  'a b i u s q em strong code kbd samp var sub sup ins del strike mark small big tt span abbr cite dfn time font ruby rt rp br wbr'.split(
    ' ',
  ),
);
/** Closed by what contains them. */
const OPTIONAL = new Set([
  'li',
  'p',
  'td',
  'th',
  'tr',
  'dt',
  'dd',
  'tbody',
  'thead',
  'rt',
  'rp',
  'colgroup',
]);
/** Beginnings of a page that a model forgot to put into a code block: shown as code. */
const PAGE_PARTS = new Set(
  '!doctype html head body header footer nav main article aside form fieldset'.split(' '),
);

/** Shown besides the tags that streamdown's sanitiser knows. */
export const MORE_TAGS = [
  'u',
  'mark',
  'small',
  'abbr',
  'cite',
  'dfn',
  'wbr',
  'figure',
  'figcaption',
  'caption',
];

/** Whether an HTML block may begin with this name, `/` or `!` before it included. */
export function canBeginHtmlBlock(name: string): boolean {
  const plain = name.toLowerCase().replace(/^\//, '');
  return BLOCKS.has(plain) || PAGE_PARTS.has(plain);
}

export interface Tag {
  name: string;
  kind: 'open' | 'close' | 'void';
}

const TAG = /^<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^]*)?)>$/;
const MAX_TAG_LENGTH = 2_000;

/**
 * The tag, or `undefined` if it is none that may be shown: `<b and c>` has no attributes that HTML
 * knows.
 */
export function readTag(html: string): Tag | undefined {
  const match = html.length > MAX_TAG_LENGTH ? null : TAG.exec(html.replace(/\s*\/>$/, '>'));
  if (!match) return undefined;
  const [, slash = '', written = '', attributes = ''] = match;
  const name = written.toLowerCase();
  if (!(BLOCKS.has(name) || IN_LINES.has(name) || VOID.has(name))) return undefined;
  // Type parameters are capital letters: Vec<U>.
  if (written.length === 1 && written !== name) return undefined;
  if (!areAttributes(attributes) || (name === 'img' && !/\ssrc\s*=/i.test(attributes)))
    return undefined;
  return { name, kind: slash ? 'close' : VOID.has(name) ? 'void' : 'open' };
}

function areAttributes(text: string): boolean {
  const names = text.replace(/\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)/g, '=').trim();
  return (
    names === '' ||
    names.split(/\s+/).every((name) => /^[\w:.-]+=$|^(?:open|hidden|reversed|nowrap)$/i.test(name))
  );
}

/**
 * The tags of a block of HTML, or `undefined` where one of them, or a comment, may not be shown.
 */
export function readTags(html: string): Tag[] | undefined {
  const tags: Tag[] = [];
  for (const [written] of html.matchAll(/<[A-Za-z/!?][^<>]*>?/g)) {
    const tag = readTag(written);
    if (!tag) return undefined;
    tags.push(tag);
  }
  return tags;
}

interface OpenTag {
  name: string;
  piece: number;
}

/**
 * Numbers of the pieces that have a tag without its counterpart. Pieces follow one another;
 * `undefined` is one without tags.
 */
export function findUnbalanced(pieces: readonly (readonly Tag[] | undefined)[]): Set<number> {
  const unbalanced = new Set<number>();
  const stack: OpenTag[] = [];
  for (const [piece, tags] of pieces.entries())
    for (const { name, kind } of tags ?? []) {
      if (kind === 'open') stack.push({ name, piece });
      if (kind === 'close' && !closeTag(stack, name)) unbalanced.add(piece);
    }
  for (const { piece } of stack) unbalanced.add(piece);
  return unbalanced;
}

/** Takes the tag off the stack, with those inside it that it closes too. */
function closeTag(stack: OpenTag[], name: string): boolean {
  let at = stack.length - 1;
  while (at >= 0 && stack[at]?.name !== name && OPTIONAL.has(stack[at]?.name ?? '')) at--;
  if (at < 0 || stack[at]?.name !== name) return false;
  stack.length = at;
  return true;
}
