const MAX_TITLE_LENGTH = 60;

/** The first line of a text, cut where it is too long for a title. */
export function cutTitle(text: string): string {
  const line = text.trim().split('\n')[0]?.trim() ?? '';
  if (line.length <= MAX_TITLE_LENGTH) return line;
  // Not between the two halves of one character.
  return `${line.slice(0, MAX_TITLE_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
