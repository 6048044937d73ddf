import { isAbbreviation, isLeading } from './english-abbreviations.ts';

/** Words that begin sentences far more often than they are names. */
const SENTENCE_STARTERS =
  /^(?:The|A|An|He|She|It|I|We|They|You|This|That|These|Those|There|Here|In|On|At|By|For|From|To|With|After|Before|Later|Then|Next|Now|But|And|Or|So|Also|Still|Yet|However|Because|Since|While|Although|My|His|Her|Our|Their|Your|Its|If|When|Where|What|Which|Who|How|Why|As|Is|Are|Was|Were|Do|Does|Did|Can|Could|Will|Would|Should|Please|Let|Not|No|Yes|Some|Many|Most|All|Both|Each|Every|Another|Nobody|Everyone)(?![\p{L}\p{N}])/u;

/** Units with a full stop, before the next part of a measure: "6 ft. 2 in." */
const UNIT = /\d\s?(?:ft|in|yds?|mi|lbs?|oz|hrs?|min|sec)\.?$/;

/**
 * Whether a sentence ends after `after`, the marks that follow a word. `source`: the word as it was
 * written, with its own full stop if it is an abbreviation; `end`: after the marks in `text`. What
 * follows decides where the word does not.
 */
export function endsSentence(source: string, after: string, text: string, end: number): boolean {
  if (/[。！？]/.test(after)) return true;
  const isDotted = /\.$/.test(source);
  if (!/[.!?…]/.test(after) && !isDotted) return false;
  // "Yes!, he said" goes on.
  if (/[,;:]["'”’)\]]*$/.test(after)) return false;
  const rest = text.slice(end, end + 60);
  const next = rest.replace(/^(?:[\s\u2060]|\[pause[^\]]*\]|<break[^>]*>)+/u, '');
  // Something following in the same word is not an end: "Yahoo!'s", "3.14".
  if (next === rest && rest !== '') return false;
  const first = next.replace(/^["'“‘«„([{¿¡*_~`]+/, '');
  if (isDotted && !/[.!?…]/.test(after)) {
    const start = end - after.length - source.length;
    if (isLeading(source.slice(0, -1), text, start)) return false;
    return SENTENCE_STARTERS.test(first) || first === '';
  }
  // An initial: "J. R. R. Tolkien".
  if (/^\p{Lu}$/u.test(source) && /^\./.test(after) && source !== 'I') return false;
  if (UNIT.test(source) && /^\./.test(after) && /^\d/.test(first)) return false;
  return /[!?]/.test(after) ? !/^\p{Ll}/u.test(first) : !/^[\p{Ll},;]/u.test(first);
}

/**
 * The same for a text that is still being written, whose next word may not be whole: `false` while
 * that word could change the answer. `start`, `end`: of the marks.
 */
export function endsSentenceSoFar(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const marks = text.slice(start, end);
  const [word = ''] = /[\p{L}\p{N}\p{M}.'’&-]+$/u.exec(before) ?? [];
  const rest = text.slice(end);
  if (!/^\s+\S/.test(rest)) return false;
  const isListNumber = marks === '.' && /(?:^|\n)[ \t>]*\d{1,9}$/.test(before);
  if (isListNumber) return false;
  const isAbbreviated = /^\./.test(marks) && isAbbreviation(word);
  if (!isAbbreviated) return endsSentence(word, marks, text, end);
  const isNextWhole = /^\s+["'“‘«„([{¿¡*_~`]*[\p{L}\p{N}]+[^\p{L}\p{N}]/u.test(rest);
  return isNextWhole && endsSentence(`${word}.`, marks.slice(1), text, end);
}
