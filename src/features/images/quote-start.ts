const MAX_SHOWN = 120;

/** The beginning of a text, in quotes. */
export function quoteStart(text: string): string {
  return `“${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).trim()}…` : text}”`;
}
