/** Fewer letters than this are in no index: it knows three in a row. */
const LEAST_INDEXED = 3;

/** Where words are looked for. */
export interface SearchedColumn {
  /** A table of FTS5 with the tokenizer `trigram`. */
  index: string;
  /** What it is the index of. */
  table: string;
  column: string;
}

/**
 * A condition of SQL with its values: `column` holds each word of `query`, whole or as a part, in any
 * order, large letters as small ones. Words are between spaces and mean themselves: nothing in them is
 * a sign of FTS5 or of LIKE. Undefined where there is no word.
 */
export function matchWords(
  query: string,
  { index, table, column }: SearchedColumn,
): { condition: string; values: string[] } | undefined {
  const words = splitWords(query);
  if (words.length === 0) return undefined;
  const indexed = words.filter((word) => countLetters(word) >= LEAST_INDEXED);
  const short = words.filter((word) => countLetters(word) < LEAST_INDEXED).map(listForms);
  const like = `${table}.${column} LIKE ? ESCAPE '\\'`;
  const conditions = [
    ...(indexed.length > 0
      ? [`${table}.seq IN (SELECT rowid FROM ${index} WHERE ${index} MATCH ?)`]
      : []),
    ...short.map((forms) => `(${forms.map(() => like).join(' OR ')})`),
  ];
  return {
    condition: conditions.join(' AND '),
    values: [
      ...(indexed.length > 0 ? [indexed.map(quote).join(' AND ')] : []),
      ...short.flat().map(toPattern),
    ],
  };
}

function splitWords(query: string): string[] {
  // A control character ends a text for SQLite, and half a pair is no letter.
  const words = query.toWellFormed().split(/[\s\p{Cc}]+/u);
  return [...new Set(words.filter(Boolean))];
}

function countLetters(word: string): number {
  return [...word].length;
}

/** LIKE knows large and small letters of English alone. */
function listForms(word: string): string[] {
  const [first = '', ...rest] = [...word];
  const small = word.toLowerCase();
  return [
    ...new Set([small, word.toUpperCase(), first.toUpperCase() + rest.join('').toLowerCase()]),
  ];
}

/** As a string of FTS5, in which nothing has a meaning but its own end. */
function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

function toPattern(word: string): string {
  return `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
