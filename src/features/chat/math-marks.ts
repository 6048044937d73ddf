/** Whether a text may hold a formula. */
export function hasMath(text: string): boolean {
  return /\$\$|\\\(|\\\[/.test(text);
}

/** Models write formulas as `\(…\)` and `\[…\]`, markdown knows `$$…$$` alone. Code is left as it is. */
export function writeMathAsDollars(text: string): string {
  const parts = text.split(/(```[^]*?(?:```|$)|`[^`\n]*`)/);
  return parts
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/\\\[([^]*?)\\\]/g, (_, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
            .replace(/\\\(([^\n]*?)\\\)/g, (_, formula: string) => `$$${formula.trim()}$$`),
    )
    .join('');
}
