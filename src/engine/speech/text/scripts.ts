/**
 * Writing systems that texts come in, by the names that people use, with how a letter of each is
 * known.
 */
const SCRIPTS = {
  Latin: /\p{Script=Latin}/u,
  Greek: /\p{Script=Greek}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Arabic: /\p{Script=Arabic}/u,
  Hebrew: /\p{Script=Hebrew}/u,
  Devanagari: /\p{Script=Devanagari}/u,
  Korean: /\p{Script=Hangul}/u,
  Japanese: /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  Chinese: /\p{Script=Han}/u,
  Thai: /\p{Script=Thai}/u,
  Armenian: /\p{Script=Armenian}/u,
  Georgian: /\p{Script=Georgian}/u,
  Malayalam: /\p{Script=Malayalam}/u,
  Telugu: /\p{Script=Telugu}/u,
} as const;

/** A script by its name; `other` is any that has no name here. */
export type Script = keyof typeof SCRIPTS | 'other';

const NAMED = Object.entries(SCRIPTS) as [Script, RegExp][];

/** Besides Latin letters, which stand in texts of every language. */
const LANGUAGES: Readonly<Record<string, readonly Script[]>> = {
  ar: ['Arabic'],
  bg: ['Cyrillic'],
  el: ['Greek'],
  fa: ['Arabic'],
  hi: ['Devanagari'],
  ja: ['Japanese', 'Chinese'],
  ka: ['Georgian'],
  kk: ['Cyrillic'],
  ko: ['Korean'],
  ml: ['Malayalam'],
  ne: ['Devanagari'],
  ru: ['Cyrillic'],
  sr: ['Cyrillic'],
  te: ['Telugu'],
  uk: ['Cyrillic'],
  ur: ['Arabic'],
  zh: ['Chinese'],
};

const GREEK_LETTERS: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  ο: 'omicron',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  ς: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
};

/** What a voice can read. */
export interface Readable {
  /**
   * Of a word: the script that a voice of this language cannot read; `undefined` if it reads all of
   * it.
   */
  findUnread(word: string): Script | undefined;
  /** Letters of formulas in words: "α" and "β-carotene" in an English text. */
  spell(word: string): string;
}

/** For a voice's language, such as `en-us`. */
export function readableBy(language: string): Readable {
  const [base = ''] = language.split('-');
  const scripts: ReadonlySet<Script> = new Set<Script>(['Latin', ...(LANGUAGES[base] ?? [])]);
  return {
    findUnread: (word) => listScripts(word).find((script) => !scripts.has(script)),
    spell: base === 'en' ? spellGreek : (word) => word,
  };
}

/** The scripts of a word's letters. Marks and figures belong to all. */
function listScripts(word: string): Script[] {
  if (/^[\x20-\x7e]*$/.test(word)) return [];
  const found = new Set<Script>();
  for (const [letter] of word.matchAll(/[\p{L}ー]/gu)) {
    if (/\p{Script=Common}/u.test(letter) && letter !== 'ー') continue;
    found.add(NAMED.find(([, pattern]) => pattern.test(letter))?.[0] ?? 'other');
  }
  return [...found];
}

/** One Greek letter at a time is a symbol; more of them are a word. */
function spellGreek(word: string): string {
  if (!/\p{Script=Greek}/u.test(word) || /\p{Script=Greek}{2}/u.test(word)) return word;
  return word
    .replace(
      /\p{Script=Greek}/gu,
      (letter) => ` ${GREEK_LETTERS[letter.normalize('NFD')[0]?.toLowerCase() ?? ''] ?? letter} `,
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** "This voice cannot read Chinese or Cyrillic, so those words are left out." */
export function explainUnread(scripts: readonly Script[]): string {
  const names = [
    ...scripts.filter((script) => script !== 'other'),
    ...(scripts.includes('other') ? ['some of the letters'] : []),
  ];
  const list = new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
  return `This voice cannot read ${list}, so those words are left out. Choose a voice whose language uses them.`;
}
