/**
 * A file's name that is not among those taken, also where upper and lower case are the same, and
 * takes it. `taken`: in lower case.
 *
 * @example
 * const taken = new Set<string>();
 * takeName(taken, 'Fox', 'png'); // → 'Fox.png'
 * takeName(taken, 'fox', 'png'); // → 'fox (2).png'
 */
export function takeName(taken: Set<string>, stem: string, ending: string): string {
  for (let count = 1; ; count++) {
    const name = `${stem}${count > 1 ? ` (${count})` : ''}.${ending}`;
    const key = name.toLowerCase();
    if (taken.has(key)) continue;
    taken.add(key);
    return name;
  }
}
