import { parseJson } from '../../parse-json.ts';

/** Finds where a JSON value ends in a text that is still growing. Reads every character once. */
export interface JsonScanner {
  /**
   * `end`: the position after the value; `invalid`: not JSON from there on; `undefined`: more text
   * is needed.
   */
  scan(text: string): { end: number } | { invalid: number } | undefined;
}

/**
 * Follows an object or array that begins at `from`, after optional whitespace. Whether it is well
 * formed inside is left to `JSON.parse`.
 */
export function createJsonScanner(from = 0): JsonScanner {
  let at = from;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let found: ReturnType<JsonScanner['scan']>;
  return {
    scan(text) {
      if (found) return found;
      for (; at < text.length; at++) {
        const character = text[at] ?? '';
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (character === '\\') isEscaped = true;
          else if (character === '"') isInString = false;
        } else if (character === '{' || character === '[') depth++;
        else if (character === '}' || character === ']') {
          if (--depth === 0) return (found = { end: at + 1 });
        } else if (canStandIn(character, depth)) isInString = character === '"';
        else return (found = { invalid: at });
        if (depth < 0) return (found = { invalid: at });
      }
      return undefined;
    },
  };
}

function canStandIn(character: string, depth: number): boolean {
  return depth === 0 ? /\s/.test(character) : /[\s",:\w.+-]/.test(character);
}

/**
 * The members of an object as written, by name; the last of two with the same name. `undefined` if
 * the text is not a JSON object.
 */
export function readMembers(text: string): Map<string, string> | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const members = new Map<string, string>();
  for (const part of splitTopLevel(text)) {
    const [, name = '""', written = ''] =
      /^\s*("(?:[^"\\]|\\.)*")\s*:\s*([^]*?)\s*$/.exec(part) ?? [];
    if (written !== '') members.set(JSON.parse(name) as string, written);
  }
  return members;
}

/** The elements of an array as written, or `undefined` if the text is not an array. */
export function readElements(text: string): string[] | undefined {
  return Array.isArray(parseJson(text))
    ? splitTopLevel(text).filter((element) => element.trim() !== '')
    : undefined;
}

/** The parts between the commas of the outermost braces or brackets of valid JSON. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const isOpening = token === '{' || token === '[';
    const isClosing = token === '}' || token === ']';
    if (isOpening && ++depth === 1) begin = index + 1;
    const isEnd = (token === ',' && depth === 1) || (isClosing && --depth === 0);
    if (!isEnd) continue;
    parts.push(text.slice(begin, index));
    begin = index + 1;
  }
  return parts;
}
