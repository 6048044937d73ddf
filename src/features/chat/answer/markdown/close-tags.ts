import { readTag } from './harmless-tags.ts';

/**
 * Elements whose beginning shows as what it will be, where a word follows at once. One letter may
 * as well be a type: Vec<u>.
 */
const CLOSED_EARLY = new Set(
  'details sub sup kbd mark small ins del strong em code samp var summary'.split(' '),
);

/**
 * Closes the harmless elements that are open at the end of the last line; half of a closing tag is
 * left out.
 */
export function closeTags(text: string): string {
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  const whole = lastLine.replace(/<\/[a-z]*$/, '');
  const open: string[] = [];
  for (const [html] of whole
    .replace(/`[^`]*`?/g, '')
    .matchAll(/<\/[a-z]+>|<[a-z]+>(?=[\p{L}\p{N}])/gu)) {
    const tag = readTag(html);
    if (tag?.kind === 'open' && CLOSED_EARLY.has(tag.name)) open.push(tag.name);
    if (tag?.kind === 'close' && open.at(-1) === tag.name) open.pop();
  }
  if (open.length === 0) return text;
  const kept = text.slice(0, text.length - lastLine.length) + whole;
  return (
    kept +
    open
      .reverse()
      .map((name) => `</${name}>`)
      .join('')
  );
}

/** Elements that hold paragraphs, the outermost last. */
const HOLDERS = ['table', 'div', 'details'];
const MAX_HOLDERS = 10;

/** Closes those that a line began and nothing has closed, none within fenced code. */
export function closeBlocks(text: string): string {
  if (!/^<(?:table|div|details)\b/m.test(text)) return text;
  const fences = text.match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0;
  const closing = HOLDERS.flatMap((name) => {
    const opened = text.match(new RegExp(`^<${name}\\b[^>\n]*>`, 'gm'))?.length ?? 0;
    const closed = text.split(`</${name}>`).length - 1;
    return Array<string>(Math.max(0, opened - closed)).fill(`</${name}>`);
  });
  const isFit = closing.length > 0 && closing.length <= MAX_HOLDERS && fences % 2 === 0;
  return isFit ? `${text}\n\n${closing.join('\n')}` : text;
}
