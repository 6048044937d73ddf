import { joinFormulas } from './join-formulas.ts';
import { canBeginHtmlBlock } from './harmless-tags.ts';

const FENCE = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;
/**
 * What belongs to the block before it, blank lines or not: more of a list or of a quote, what is
 * indented.
 */
const GOES_ON = /^(?:\s|[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)|>)/;
/** Within these, indented lines are contents. */
const CONTAINER = /^ {0,3}(?:[-*+]|\d{1,9}[.)]|>)/;
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;
/** Beyond this, definitions serve their own piece alone. */
const MAX_WHOLE_LENGTH = 50_000;
const FORMULA = /^(\\\[|\$\$)/;
const HTML = /^<([A-Za-z][A-Za-z0-9]*)/;

/**
 * Cuts a text at blank lines into pieces that can be read on their own, so that only the last one
 * is read again while more comes. Lists, fenced code, formulas and HTML stay in one piece; so does
 * a text with definitions, which may be used anywhere. Takes linear time.
 */
export function splitBlocks(text: string): string[] {
  if (text.length < MAX_WHOLE_LENGTH && DEFINITION.test(text)) return [text];
  const blocks: string[][] = [[]];
  /** What the block does not end before. */
  let end: ((line: string) => boolean) | undefined;
  let isAfterBlank = false;
  /** The block is fenced code from its first line on, and nothing may follow it there. */
  let isFence = false;
  let isAfterFence = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const isBlank = line.trim() === '';
    const isNew = isAfterBlank && !isBlank && !GOES_ON.test(line);
    if (!end && (isNew || isAfterFence || FENCE.test(line))) blocks.push([]);
    const block = blocks.at(-1) ?? [];
    block.push(line);
    isAfterFence = isFence && end?.(line) === true;
    if (!end) {
      isFence = FENCE.test(line);
      end = findEnd(CONTAINER.test(block[0] ?? '') ? line : line.replace(/^ {1,3}/, ''));
    } else if (isAfterFence || (!isFence && end(line))) end = undefined;
    isAfterBlank = isBlank;
  }
  return blocks
    .map((lines) => lines.join('\n'))
    .filter((block) => block.trim() !== '')
    .map((block) => (isFencedCode(block) ? block : joinFormulas(block)));
}

/** Whether a block is fenced code and nothing else. */
export function isFencedCode(block: string): boolean {
  return FENCE.test(block.split('\n', 1)[0] ?? '');
}

/** The test for the last line of what this line opens. */
function findEnd(line: string): ((line: string) => boolean) | undefined {
  const fence = FENCE.exec(line)?.slice(1).find(Boolean);
  if (fence)
    return (next) => {
      const closing = next.trim();
      return closing.length >= fence.length && closing === (fence[0] ?? '').repeat(closing.length);
    };
  const mark = FORMULA.exec(line)?.[1];
  if (mark) return findFormulaEnd(line, mark);
  const name = HTML.exec(line)?.[1];
  return name && canBeginHtmlBlock(name) ? findElementEnd(line, name) : undefined;
}

function findFormulaEnd(first: string, mark: string): ((line: string) => boolean) | undefined {
  const closing = mark === '$$' ? '$$' : '\\]';
  if (first.indexOf(closing, first.indexOf(mark) + 2) >= 0) return undefined;
  // A formula has no list in it: an opening mark that nothing closes holds nothing together for
  // long.
  return (next) => next.includes(closing) || /^(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>|```)/.test(next);
}

function findElementEnd(first: string, name: string): ((line: string) => boolean) | undefined {
  const lowered = name.toLowerCase();
  let depth = 0;
  const isEnd = (line: string) => {
    const text = line.toLowerCase();
    depth += text.split(`<${lowered}`).length - text.split(`</${lowered}`).length;
    return depth <= 0;
  };
  return isEnd(first) ? undefined : isEnd;
}
