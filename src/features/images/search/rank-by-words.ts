import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import type { Collection } from '../../../storage/collections.ts';

/** How much a word counts, by where it stands. */
const WEIGHTS = { prompt: 4, note: 4, collections: 3, model: 2 } as const;

/** How much it counts, by how it stands there: the word itself, its beginning, or inside one. */
const WHOLE = 3;
const BEGINNING = 2;
const INSIDE = 1;

/**
 * The pictures that have all the words in their prompts, their notes, or the names of their
 * collections and models, with how well they fit: more for a whole word than for a part of one, and
 * most in prompt and note.
 * Without words, all of them fit alike.
 */
export function rankByWords(
  pictures: readonly StoredPicture[],
  words: string,
  collections: readonly Collection[],
): Map<string, number> {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const names = nameCollections(collections);
  const fits = new Map<string, number>();
  for (const { id, parameters, note = '' } of pictures) {
    const fields: readonly (readonly [string, number])[] = [
      [parameters.prompt.toLowerCase(), WEIGHTS.prompt],
      [note.toLowerCase(), WEIGHTS.note],
      [names.get(id) ?? '', WEIGHTS.collections],
      [parameters.model.toLowerCase(), WEIGHTS.model],
    ];
    const scores = wanted.map((word) =>
      Math.max(...fields.map(([text, weight]) => weight * standingOf(word, text))),
    );
    if (scores.every((score) => score > 0))
      fits.set(
        id,
        scores.reduce((sum, score) => sum + score, 0),
      );
  }
  return fits;
}

const LETTER = /[\p{L}\p{N}]/u;

function standingOf(word: string, text: string): number {
  let best = 0;
  for (let at = text.indexOf(word); at >= 0 && best < WHOLE; at = text.indexOf(word, at + 1)) {
    const isStart = at === 0 || !LETTER.test(text[at - 1] ?? '');
    const isEnd = !LETTER.test(text[at + word.length] ?? '');
    best = Math.max(best, isStart ? (isEnd ? WHOLE : BEGINNING) : INSIDE);
  }
  return best;
}

/** For each picture in any, their names. */
function nameCollections(collections: readonly Collection[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { name, pictureIds } of collections)
    for (const id of pictureIds) names.set(id, `${names.get(id) ?? ''} ${name.toLowerCase()}`);
  return names;
}
