/**
 * The text without the zero bytes and the white space at its end. A pattern would look at each run
 * of them again and again.
 */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(0, end);
}
