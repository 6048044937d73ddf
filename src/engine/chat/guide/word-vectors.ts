/** Word vectors already multiplied by the weight of their word: rare words count more. */
export interface WordVectors {
  dimensions: number;
  /** The unit vector of the words' sum; all zeros when none of the words is known. */
  embedWords(words: readonly string[]): Float32Array;
  hasWord(word: string): boolean;
}

/**
 * Reads `word-vectors.bin`: the four letters TWV1, three unsigned 32-bit numbers (dimensions,
 * words, bytes of the word list), the words in UTF-8 with newlines between them, padded to four
 * bytes, a float32 scale for each word, then int8 vectors. Little-endian. Throws RangeError when
 * the bytes are not of this form.
 */
export function parseWordVectors(bytes: ArrayBuffer): WordVectors {
  const view = new DataView(bytes);
  const isOurs = bytes.byteLength >= 16 && new TextDecoder().decode(bytes.slice(0, 4)) === 'TWV1';
  if (!isOurs) throw new RangeError('These bytes are not word vectors.');
  const [dimensions, count, listBytes] = [
    view.getUint32(4, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
  ];
  const scalesAt = 16 + Math.ceil(listBytes / 4) * 4;
  const vectorsAt = scalesAt + 4 * count;
  if (bytes.byteLength !== vectorsAt + count * dimensions)
    throw new RangeError('The word vectors are cut off.');
  const words = new TextDecoder().decode(bytes.slice(16, 16 + listBytes)).split('\n');
  const rows = new Map(words.map((word, row) => [word, row]));
  const scales = Float32Array.from({ length: count }, (_, row) =>
    view.getFloat32(scalesAt + 4 * row, true),
  );
  const vectors = new Int8Array(bytes, vectorsAt, count * dimensions);

  return {
    dimensions,
    hasWord: (word) => rows.has(word),
    embedWords(list) {
      const sum = new Float32Array(dimensions);
      for (const word of list) {
        const row = rows.get(word);
        if (row === undefined) continue;
        const scale = scales[row] ?? 0;
        for (let i = 0; i < dimensions; i++)
          sum[i] = (sum[i] ?? 0) + scale * (vectors[row * dimensions + i] ?? 0);
      }
      return normalise(sum);
    },
  };
}

/** The cosine of a unit vector to the one that begins at `offset` of `table`. */
export function multiplyVectors(vector: Float32Array, table: Float32Array, offset = 0): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++)
    sum += (vector[i] as number) * (table[offset + i] as number);
  return sum;
}

function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(multiplyVectors(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}
