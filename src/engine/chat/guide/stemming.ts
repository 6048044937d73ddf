import { conceptGroups } from './synonyms.ts';

/** Lower-case words of a text; "don't" becomes "do not", other contractions lose their ending. */
export function splitWords(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/n't\b/g, ' not')
    .replace(/'(s|re|m|ll|d|ve)\b/g, ' ');
  return plain.match(/\p{L}+\d*|\d+\p{L}*/gu) ?? [];
}

/**
 * The word without its plural, past or -ing ending. Crude, but the same for questions and texts.
 */
export function stemWord(word: string): string {
  if (word.length < 4) return word;
  if (word.length === 4) return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ing') && word.length > 5) return undoubleEnd(word.slice(0, -3));
  if (word.endsWith('ed')) return undoubleEnd(word.slice(0, -2));
  const singular = /[^su]s$/.test(word) ? word.slice(0, -1) : word;
  return singular.endsWith('e') ? singular.slice(0, -1) : singular;
}

/** Words that mean nearly the same share a concept. A word may belong to several. */
export function findConcepts(stem: string): readonly number[] {
  return conceptsOfStem.get(stem) ?? [];
}

/** stopp -> stop, but call and miss stay. */
function undoubleEnd(stem: string): string {
  return stem.length > 3 && /([^sl])\1$/.test(stem) ? stem.slice(0, -1) : stem;
}

const conceptsOfStem = new Map<string, number[]>();
for (const [concept, group] of conceptGroups.entries())
  for (const word of group.split(' ')) {
    const stem = stemWord(word);
    const concepts = conceptsOfStem.get(stem) ?? [];
    if (!concepts.includes(concept)) conceptsOfStem.set(stem, [...concepts, concept]);
  }
