const MOST_SHOWN = 120;

/** The beginning of a text, in quotes. */
export function quoteStart(text: string): string {
  return `“${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).trim()}…` : text}”`;
}
