import type { Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import type { Extension as MicromarkExtension, Token } from 'micromark-util-types';
import { formulaSyntax } from './formula-syntax.ts';
import { findUnbalanced, readTag, readTags, type Tag } from './harmless-tags.ts';
import { htmlSyntax } from './html-syntax.ts';

/** What the compiler from tokens to a tree offers its handlers (mdast-util-from-markdown). */
interface Compiler {
  enter(node: Nodes, token: Token): void;
  exit(token: Token): void;
}
type Handle = (this: Compiler, token: Token) => void;
interface ParserData {
  micromarkExtensions?: MicromarkExtension[];
  fromMarkdownExtensions?: { enter: Record<string, Handle>; exit: Record<string, Handle> }[];
}

/**
 * A remark plugin: formulas as models write them, and nothing in angle brackets that vanishes.
 * Formulas become code of the language "math", which KaTeX takes; before it is there, their source
 * is shown.
 */
export function remarkAnswer(this: { data(): ParserData }) {
  const data = this.data();
  (data.micromarkExtensions ??= []).push(formulaSyntax, htmlSyntax);
  (data.fromMarkdownExtensions ??= []).push({
    enter: { formula: enterFormula },
    exit: { formula: exitFormula },
  });
  return (tree: Root, file: unknown): void => {
    const source = String(file);
    const named = listReferences(tree);
    walk(tree, (parent) => {
      replaceChildren(parent, (child) => showHidden(child, source, named));
      showLooseTags(parent);
      replaceChildren(parent, setApart);
    });
  };
}

function enterFormula(this: Compiler, token: Token): void {
  const { tex = '', isDisplay = false, isOpen = false } = token.formula ?? {};
  if (isOpen)
    this.enter({ type: 'paragraph', children: [{ type: 'inlineCode', value: tex }] }, token);
  else
    this.enter(
      isDisplay ? { type: 'code', lang: 'math', value: tex } : createInlineFormula(tex),
      token,
    );
}

function exitFormula(this: Compiler, token: Token): void {
  this.exit(token);
  const { tail } = token.formula ?? {};
  if (!tail) return;
  this.enter({ type: 'paragraph', children: [{ type: 'text', value: tail }] }, token);
  this.exit(token);
}

function createInlineFormula(value: string): PhrasingContent {
  return {
    type: 'inlineCode',
    value,
    data: { hProperties: { className: ['language-math', 'math-inline'] } },
  };
}

/** Every parent once, the innermost last; without recursion, however deep the tree is. */
function walk(tree: Root, visit: (parent: Parents) => void): void {
  const waiting: Parents[] = [tree];
  for (let parent = waiting.pop(); parent; parent = waiting.pop()) {
    visit(parent);
    for (const child of parent.children) if ('children' in child) waiting.push(child);
  }
}

function replaceChildren(parent: Parents, replace: (child: RootContent) => RootContent[]): void {
  parent.children = (parent.children as RootContent[]).flatMap(replace) as never;
}

const sliceSource = ({ position }: Nodes, source: string) =>
  source.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);

/** Names that links and footnotes refer to. */
function listReferences(tree: Root): ReadonlySet<string> {
  const named = new Set<string>();
  walk(tree, ({ children }) => {
    for (const child of children)
      if (
        child.type === 'linkReference' ||
        child.type === 'imageReference' ||
        child.type === 'footnoteReference'
      )
        named.add(`${child.type === 'footnoteReference' ? '^' : ''}${child.identifier}`);
  });
  return named;
}

/** Addresses between angle brackets that are links. Others are words: `vector<std::string>`. */
const ADDRESS =
  /^<(?:(?:https?|ftps?|mailto|tel|ircs?|xmpp|sms|geo|magnet|doi|news):|[^\s<>:]+@[^\s<>:]+>$)/i;

/**
 * What Markdown would hide becomes text: a definition that nothing refers to, an "address" that is
 * none.
 */
function showHidden(node: RootContent, source: string, named: ReadonlySet<string>): RootContent[] {
  const written = () => sliceSource(node, source);
  if (node.type === 'link' && /^<(?!<)/.test(written()) && !ADDRESS.test(written()))
    return [{ type: 'text', value: written() }];
  if (node.type === 'definition' && !named.has(node.identifier))
    return [createParagraph(written())];
  if (node.type === 'footnoteDefinition' && !named.has(`^${node.identifier}`))
    return [createParagraph(`[^${node.label ?? node.identifier}]:`), ...node.children];
  return [node];
}

const createParagraph = (value: string): RootContent => ({
  type: 'paragraph',
  children: [{ type: 'text', value }],
});

/**
 * Rounds after which all tags of one parent are text: each round may leave others without their
 * counterpart.
 */
const MAX_ROUNDS = 4;

/** Tags that may not be shown, or lack their counterpart beside them, become text. */
function showLooseTags(parent: Parents): void {
  const isInLine =
    parent.type !== 'root' && parent.children.every((child) => child.type !== 'paragraph');
  for (let round = 0; ; round++) {
    const pieces = parent.children.map((child) =>
      child.type === 'html' ? readPiece(child.value) : undefined,
    );
    const loose = findUnbalanced(pieces);
    const isText = (child: Nodes, index: number) =>
      child.type === 'html' &&
      (pieces[index] === undefined || loose.has(index) || round >= MAX_ROUNDS);
    if (!parent.children.some(isText)) return;
    parent.children = parent.children.map((child, index) =>
      child.type === 'html' && isText(child, index) ? toShownHtml(child.value, isInLine) : child,
    ) as never;
  }
}

function readPiece(html: string): Tag[] | undefined {
  const tag = readTag(html);
  return tag ? [tag] : readTags(html);
}

function toShownHtml(value: string, isInLine: boolean): Nodes {
  if (isInLine) return { type: 'text', value };
  return value.includes('\n') ? { type: 'code', lang: 'html', value } : createParagraph(value);
}

/**
 * A paragraph is cut where a display formula stands in it; elsewhere, as in a heading, the formula
 * joins the line.
 */
function setApart(node: RootContent): RootContent[] {
  const isDisplay = (child: Nodes) => child.type === 'code' && child.lang === 'math';
  if (!('children' in node) || !node.children.some(isDisplay) || !isPhrasing(node)) return [node];
  if (node.type !== 'paragraph') {
    node.children = node.children.map((child: Nodes) =>
      child.type === 'code' ? createInlineFormula(child.value) : child,
    ) as never;
    return [node];
  }
  const parts: RootContent[] = [];
  for (const child of node.children as Nodes[]) {
    const last = parts.at(-1);
    if (isDisplay(child)) parts.push(child as RootContent);
    else if (last?.type === 'paragraph') last.children.push(child as PhrasingContent);
    else parts.push({ type: 'paragraph', children: [child as PhrasingContent] });
  }
  return parts;
}

const PHRASING_PARENTS = new Set([
  'paragraph',
  'heading',
  'emphasis',
  'strong',
  'delete',
  'link',
  'linkReference',
  'tableCell',
]);
const isPhrasing = ({ type }: Nodes) => PHRASING_PARENTS.has(type);
