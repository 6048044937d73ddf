import { trimEnd } from '../trim-end.ts';

/**
 * Parses JSON as Python writes it: NaN, Infinity and -Infinity stand for numbers, and become null
 * here. `undefined` if it is not JSON. Takes time in proportion to the text.
 */
export function parsePythonJson(text: string): unknown {
  // Exif texts end in a zero byte.
  const json = trimEnd(text.replace(/^\uFEFF/, ''));
  return parseOrUndefined(json) ?? parseOrUndefined(replaceNumberWords(json));
}

function parseOrUndefined(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Only outside of strings: a prompt may hold the word NaN. */
function replaceNumberWords(json: string): string {
  const parts: string[] = [];
  for (let at = 0; at < json.length;) {
    const quote = json.indexOf('"', at);
    const from = quote < 0 ? json.length : quote;
    const to = quote < 0 ? json.length : endOfString(json, quote);
    parts.push(
      json.slice(at, from).replace(/-?\bInfinity\b|\bNaN\b/g, 'null'),
      json.slice(from, to),
    );
    at = to;
  }
  return parts.join('');
}

/** The place after the string that starts at `from`, or the end of the text. */
function endOfString(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at++) {
    if (json[at] === '\\') at++;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}
