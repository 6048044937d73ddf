/** Words, numbers and commas, which separate things. */
const WORDS = /[\p{L}\p{N}]+|,/gu;

const setOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/**
 * Connect what follows to what precedes; with nothing after them, a model draws a thing nobody
 * named.
 */
const CONNECTIVES = setOf(
  'a an the of in on at with and or to from by its his her their my your near next beside behind under inside plus',
);
/** Also announce a second thing. */
const DEEDS = setOf('riding holding wearing eating playing driving reading carrying drinking');
/** Belong to the next word. */
const MODIFIERS = setOf(
  `white black gray grey red orange yellow green teal blue purple violet pink brown turquoise small tiny little large big huge cute shiny
  glossy nice beautiful funny cartoon`,
);
/** Join two things, and precede none on its own. */
const JOINTS = setOf('and or of with plus');

/** The part of a prompt a model knows. */
export interface KnownWords {
  kept: string;
  /** The other words; empty: it knows all of them. */
  unknown: string;
  /** Whether the kept part names anything. */
  namesThing: boolean;
}

/**
 * Leaves out of a prompt what a model of single English words does not know, with what would have
 * led to it: of "a fox in a blue meadow" remains "a fox", since the model would draw something
 * shapeless for "in a blue".
 *
 * @example
 * const knowsWord = (word: string) => ['a', 'fox'].includes(word);
 * keepKnownWords('a fox in a blue meadow', knowsWord).kept; // → 'a fox'
 */
export function keepKnownWords(prompt: string, knowsWord: (word: string) => boolean): KnownWords {
  const words = prompt.match(WORDS) ?? [];
  const isUnknown = (word: string) => word !== ',' && !knowsWord(word);
  const kept: string[] = [];
  const unknown: string[] = [];
  for (const [index, word] of words.entries()) {
    if (word === ',') unknown.push(...endSegment(kept));
    else if (!isUnknown(word)) kept.push(word);
    else {
      unknown.push(word);
      const next = words[index + 1] ?? ',';
      if (next === ',' || isConnective(next) || isUnknown(next)) dropEnd(kept, isLeading);
    }
  }
  unknown.push(...endSegment(kept));
  while (kept[0] !== undefined && JOINTS.has(kept[0].toLowerCase())) kept.shift();
  if (kept.at(-1) === ',') kept.pop();
  const namesThing = kept.some((word) => word !== ',' && !isLeading(word));
  return { kept: kept.join(' ').replaceAll(' ,', ','), unknown: unknown.join(' '), namesThing };
}

const isDeed = (word: string): boolean => DEEDS.has(word.toLowerCase());
const isConnective = (word: string): boolean => CONNECTIVES.has(word.toLowerCase()) || isDeed(word);
const isLeading = (word: string): boolean =>
  isConnective(word) || MODIFIERS.has(word.toLowerCase());

/** Removes what leads nowhere; returns the part that would have been read as another thing. */
function endSegment(kept: string[]): string[] {
  const dropped = dropEnd(kept, isConnective);
  if (kept.length > 0 && kept.at(-1) !== ',') kept.push(',');
  return dropped.filter(isDeed);
}

function dropEnd(kept: string[], isDropped: (word: string) => boolean): string[] {
  const end = kept.findLastIndex((word) => !isDropped(word)) + 1;
  return kept.splice(end);
}
