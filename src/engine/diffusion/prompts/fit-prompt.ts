import { keepKnownWords } from './known-words.ts';

/** As much of a prompt as a model reads. */
export interface FittedPrompt {
  text: string;
  /** What the model will not read, as written; empty if everything fits. */
  leftOut: string;
  /** Whether that is because of its length; otherwise because of words the model does not know. */
  isTooLong: boolean;
}

/** Decides whether a text fits. */
export interface PromptRoom {
  /** Whether the model can read all of a text; of one that fits, every beginning fits. */
  fits(text: string): boolean;
  /**
   * Of a model that knows single words only: whether it knows this one. Absent: it reads sentences.
   */
  knowsWord?: ((word: string) => boolean) | undefined;
}

/**
 * Drops words unknown to a single-word model, which it would draw as something shapeless, if a
 * thing remains; and shortens an overlong prompt, between two words if possible.
 *
 * @example
 * const room = { fits: (text: string) => text.length <= 10 };
 * const { text, leftOut } = fitPrompt('a fox in the snow', room);
 * text; // → 'a fox in'
 * leftOut; // → 'the snow'
 */
export function fitPrompt(prompt: string, { fits, knowsWord }: PromptRoom): FittedPrompt {
  const isTooLong = !fits(prompt);
  const known = knowsWord
    ? keepKnownWords(prompt, knowsWord)
    : { kept: prompt, unknown: '', namesThing: true };
  if (!isTooLong && (known.unknown === '' || !known.namesThing))
    return { text: prompt, leftOut: '', isTooLong };
  const { kept, unknown } = known;
  if (fits(kept)) return { text: kept, leftOut: unknown, isTooLong };
  const end = findEnd(kept, fits);
  const rest = kept.slice(end).trim();
  return {
    text: kept.slice(0, end).trim(),
    leftOut: [unknown, rest].filter(Boolean).join(' … '),
    isTooLong,
  };
}

/** A word of more characters is cut in two: writing without spaces has no others. */
const MAX_WORD_LENGTH = 40;

/** The end of the longest beginning that fits. */
function findEnd(text: string, fits: (text: string) => boolean): number {
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(text.slice(0, middle))) least = middle;
    else most = middle - 1;
  }
  const space = text.slice(0, least + 1).search(/\s\S*$/u);
  if (space > 0 && least - space < MAX_WORD_LENGTH) return space;
  const isInsidePair = /[\uD800-\uDBFF]$/.test(text.slice(0, least));
  return isInsidePair ? least - 1 : least;
}
