/** A name and its colon, at the beginning of a field. */
const NAME = /\s*([\w ()/.+-]{1,60}):[^\S\n]*/y;

/** Parameters beyond these are extensions' own texts. */
const MAX_LINE_LENGTH = 2 ** 20;

/**
 * The fields of a line "Steps: 20, Sampler: Euler a, Hashes: {…}, Note: "a, b"": names in lower
 * case. Where a name comes twice, the first counts. A value in quotes is a JSON string, one in
 * brackets goes to the bracket's end, any other to the comma. Time in proportion to the line.
 */
export function readFields(line: string): Map<string, string> {
  const fields = new Map<string, string>();
  const end = Math.min(line.length, MAX_LINE_LENGTH);
  let areEnclosed = true;
  for (let at = 0; at < end;) {
    NAME.lastIndex = at;
    const name = NAME.exec(line)?.[1]?.trim().toLowerCase();
    const from = name === undefined ? at : NAME.lastIndex;
    const enclosed = areEnclosed ? endOfEnclosed(line, from) : undefined;
    // Once unclosed, not searched for again: every search would run to the end.
    if (enclosed === -1) areEnclosed = false;
    const to = enclosed !== undefined && enclosed >= 0 ? enclosed : endOfPlain(line, from);
    if (name && !fields.has(name)) fields.set(name, unquote(line.slice(from, to).trim()));
    at = endOfPlain(line, to) + 1;
  }
  return fields;
}

function endOfPlain(line: string, from: number): number {
  const comma = line.indexOf(',', from);
  return comma < 0 ? line.length : comma;
}

/**
 * The place after a value in quotes or brackets; -1 where nothing closes it, `undefined` for any
 * other value.
 */
function endOfEnclosed(line: string, from: number): number | undefined {
  const first = line[from];
  if (first === '"') return endOfString(line, from);
  return first === '{' || first === '[' ? endOfBrackets(line, from) : undefined;
}

/** The place after the quote that ends the string from here; -1 if none does. */
function endOfString(line: string, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === '"') return at + 1;
  }
  return -1;
}

function endOfBrackets(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    if (line[at] === '"') {
      const end = endOfString(line, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (line[at] === '{' || line[at] === '[') depth++;
    else if ((line[at] === '}' || line[at] === ']') && --depth === 0) return at + 1;
  }
  return -1;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.replace(/^"|"$/g, '');
  }
}
