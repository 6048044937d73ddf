import type { CueMatch } from './match-cues.ts';
import { splitWords, type Word } from './split-words.ts';

/** Before what a picture must not have. */
const BEFORE = new Set(
  splitWords(
    `not without never avoid kein keine keinen keinem keiner ohne nicht sans pas aucun aucune sin ninguna ningún sem não
    nenhum senza nessun nessuna zonder geen niet bez nie без не utan ingen inga inte χωρίς όχι بدون بلا لا बिना 不要 没有 無 无
    không tanpa`,
  ).map(({ text }) => text),
);
/** After it. */
const AFTER = /^(?:なし|無し|抜き|ない|없이|없는|없음|olmadan|olmasın|के बिना|नहीं)/u;
/** "no" forbids, but in Portuguese it is "in the". */
const NO_LANGUAGES = new Set(['en', 'es', 'it']);
/** "no small children": words between. */
const REACH = 2;

/** Whether a text says that what was found must not be there: "no people", "人物なし". */
export function isNegated(
  { at, length }: CueMatch<unknown>,
  words: readonly Word[],
  language: string | undefined,
): boolean {
  const next = words[at + length];
  if (next && !next.isAfterPause && AFTER.test(next.text)) return true;
  for (let before = at - 1; before >= Math.max(0, at - REACH); before--) {
    if (words[before + 1]?.isAfterPause) return false;
    const text = words[before]?.text ?? '';
    if (BEFORE.has(text) || (text === 'no' && NO_LANGUAGES.has(language ?? 'en'))) return true;
  }
  return false;
}
