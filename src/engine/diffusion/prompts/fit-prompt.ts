/** As much of a prompt as a model reads. */
export interface FittedPrompt {
  text: string;
  /** What the model will not be told, as it was written; empty where everything fits. */
  leftOut: string;
}

/** What decides whether a text fits. */
export interface PromptRoom {
  /** Whether the model can read all of a text; of one that fits, every beginning fits. */
  fits(text: string): boolean;
  /** Of a model that knows single words only: whether it knows this one. Absent: it reads sentences. */
  knowsWord?: ((word: string) => boolean) | undefined;
}

/**
 * Shortens a prompt that is too long for a model. One that knows single words only loses the others first: they would take room and mean
 * nothing. Whatever is still too long is cut, between two words where there are some.
 */
export function fitPrompt(prompt: string, { fits, knowsWord }: PromptRoom): FittedPrompt {
  if (fits(prompt)) return { text: prompt, leftOut: '' };
  const { kept, unknown } = knowsWord ? keepKnownWords(prompt, knowsWord) : { kept: prompt, unknown: '' };
  if (fits(kept)) return { text: kept, leftOut: unknown };
  const end = findEnd(kept, fits);
  const rest = kept.slice(end).trim();
  return { text: kept.slice(0, end).trim(), leftOut: [unknown, rest].filter(Boolean).join(' … ') };
}

/** Words, numbers and commas, which part the things from one another. */
const WORDS = /[\p{L}\p{N}]+|,/gu;

function keepKnownWords(prompt: string, knowsWord: (word: string) => boolean): { kept: string; unknown: string } {
  const kept: string[] = [];
  const unknown: string[] = [];
  for (const [word] of prompt.matchAll(WORDS)) {
    if (word === ',' ? kept.length > 0 && kept.at(-1) !== ',' : knowsWord(word)) kept.push(word);
    else if (word !== ',') unknown.push(word);
  }
  return { kept: kept.join(' ').replaceAll(' ,', ','), unknown: unknown.join(' ') };
}

/** A word of more characters is cut in two: writing without spaces has no others. */
const LONGEST_WORD = 40;

/** Where the longest beginning ends that fits. */
function findEnd(text: string, fits: (text: string) => boolean): number {
  let [least, most] = [0, text.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(text.slice(0, middle))) least = middle;
    else most = middle - 1;
  }
  const space = text.slice(0, least + 1).search(/\s\S*$/u);
  if (space > 0 && least - space < LONGEST_WORD) return space;
  const isInsidePair = /[\uD800-\uDBFF]$/.test(text.slice(0, least));
  return isInsidePair ? least - 1 : least;
}
