/** A picture as the language model reads it. */
export interface SeenPicture {
  /**
   * Its place in a prompt: marks of the vocabulary, and for each row of its features a token below
   * zero that is this picture's alone, so that two pictures never count as the same text.
   */
  tokens: readonly number[];
  /** What the vision encoder saw, `[rows, hidden]`. */
  features: Float32Array;
  /** Length of a row. */
  hiddenSize: number;
}

/** Pictures that were looked at, by the digest of their pixels. */
export interface PictureMemory {
  find(digest: string): SeenPicture | undefined;
  /**
   * Keeps a picture. `placeholders` are its tokens as the processor writes them, in which `mark`
   * stands for one row each. Throws a RangeError if there are not as many marks as rows.
   */
  add(
    digest: string,
    placeholders: readonly number[],
    mark: number,
    features: Float32Array,
    hiddenSize: number,
  ): SeenPicture;
  /** The features of a token below zero, `[hidden]`. Throws a RangeError if they are gone. */
  readRow(token: number): Float32Array;
}

/** More than any processor makes of one picture. */
const MAX_ROWS = 2 ** 20;
/** -1 is not a token anywhere else either. */
const FIRST_TOKEN = -2;
/** A few megabytes each. */
const MAX_PICTURES = 24;

/** Whether a token stands for a part of a picture rather than for text. */
export const isPictureToken = (token: number): boolean => token <= FIRST_TOKEN;

export function createPictureMemory(): PictureMemory {
  const byDigest = new Map<string, SeenPicture>();
  const byNumber = new Map<number, SeenPicture>();
  let nextNumber = 0;

  function forgetOldest(): void {
    const [oldest] = byDigest.keys();
    const [number] = byNumber.keys();
    if (oldest !== undefined) byDigest.delete(oldest);
    if (number !== undefined) byNumber.delete(number);
  }
  return {
    find: (digest) => byDigest.get(digest),
    add(digest, placeholders, mark, features, hiddenSize) {
      const number = nextNumber++;
      let row = 0;
      const tokens = placeholders.map((token) =>
        token === mark ? FIRST_TOKEN - (number * MAX_ROWS + row++) : token,
      );
      if (row * hiddenSize !== features.length)
        throw new RangeError(
          `A picture has ${row} places for ${features.length / hiddenSize} rows.`,
        );
      const seen = { tokens, features, hiddenSize };
      if (byDigest.size >= MAX_PICTURES) forgetOldest();
      byDigest.set(digest, seen);
      byNumber.set(number, seen);
      return seen;
    },
    readRow(token) {
      const place = FIRST_TOKEN - token;
      const seen = byNumber.get(Math.floor(place / MAX_ROWS));
      if (!seen) throw new RangeError(`No picture has the token ${token}.`);
      const start = (place % MAX_ROWS) * seen.hiddenSize;
      return seen.features.subarray(start, start + seen.hiddenSize);
    },
  };
}
