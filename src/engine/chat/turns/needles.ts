/** A needle in a text that is still growing. */
export interface NeedleSearch {
  /** The first needle that occurs in full. */
  found: { needle: string; at: number } | undefined;
  /** Length of the text in which no needle can begin any more. */
  safeLength: number;
}

/** Finds the earliest of several strings; the longer one if two begin at the same position. */
export function findNeedle(text: string, needles: readonly string[]): NeedleSearch {
  let found: NeedleSearch['found'];
  for (const needle of needles) {
    const at = text.indexOf(needle);
    if (at < 0) continue;
    if (!found || at < found.at || (at === found.at && needle.length > found.needle.length))
      found = { needle, at };
  }
  return {
    found,
    safeLength: found
      ? found.at
      : Math.min(text.length, ...needles.map((needle) => beginOfPartial(text, needle))),
  };
}

/** The position of the longest prefix of the needle that ends the text. */
function beginOfPartial(text: string, needle: string): number {
  for (let length = Math.min(needle.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(needle.slice(0, length))) return text.length - length;
  }
  return text.length;
}

/** Whether a mark is at this place; `partial`: the text ends where it may continue. */
export function matchMark(text: string, at: number, mark: string): 'whole' | 'partial' | undefined {
  if (text.startsWith(mark, at)) return 'whole';
  return text.length - at < mark.length && mark.startsWith(text.slice(at)) ? 'partial' : undefined;
}
