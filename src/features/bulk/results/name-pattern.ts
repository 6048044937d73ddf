/** What stands for a part of a file's name. */
export const NAME_TOKENS = {
  name: 'The picture’s name',
  size: 'Its size, such as og or 640w; else the last step',
  width: 'Pixels across',
  height: 'Pixels down',
  index: 'Its number in the list',
  ext: 'The ending, which is always added',
} as const;
export type NameToken = keyof typeof NAME_TOKENS;

export const DEFAULT_PATTERN = '{name}-{size}';

/** What no file system takes, and what leads to another folder. */
const FORBIDDEN = /[\p{Cc}<>:"/\\|?*]/u;
const TOKEN = /\{([^{}]*)\}/g;
const MOST_CHARACTERS = 120;

const isToken = (word: string): word is NameToken => Object.hasOwn(NAME_TOKENS, word);

/** What is wrong with a pattern, as a sentence; `null`: nothing. */
export function checkPattern(pattern: string): string | null {
  const words = Array.from(pattern.matchAll(TOKEN), ([, word = '']) => word);
  const unknown = words.find((word) => !isToken(word));
  if (unknown !== undefined)
    return `There is no {${unknown}}. There are {${Object.keys(NAME_TOKENS).join('}, {')}}.`;
  const [forbidden] = FORBIDDEN.exec(pattern) ?? [];
  if (forbidden !== undefined) return `A file’s name cannot have ${forbidden}.`;
  if (/[{}]/.test(pattern.replaceAll(TOKEN, ''))) return 'A brace has no partner.';
  return pattern.length > MOST_CHARACTERS ? `Use at most ${MOST_CHARACTERS} characters.` : null;
}

/**
 * A file's name without its ending. A pattern that is not valid, or empty, counts as the default.
 *
 * @example
 * const values = { name: 'fox', size: 'og', width: '9', height: '5', index: '01', ext: 'webp' };
 * fillPattern('{index} {name}.{ext}', values); // → '01 fox'
 * fillPattern('', values); // → 'fox-og'
 */
export function fillPattern(pattern: string, values: Readonly<Record<NameToken, string>>): string {
  const isUsable = pattern.trim() !== '' && checkPattern(pattern) === null;
  const used = (isUsable ? pattern : DEFAULT_PATTERN).replace(/\.?\{ext\}$/, '');
  const filled = used.replaceAll(TOKEN, (_, word: string) => (isToken(word) ? values[word] : ''));
  // Windows takes no dots and spaces at the end, and a dot at the start hides a file.
  return filled.replace(/^[.\s]+|[.\s]+$/g, '') || values.name;
}

/** What a file would be called, where there is none yet. */
export function nameExample(pattern: string, size: string): string {
  const ext = 'webp';
  const values = { name: 'photo', size, width: '1200', height: '800', index: '1', ext };
  return `${fillPattern(pattern, values)}.${ext}`;
}
