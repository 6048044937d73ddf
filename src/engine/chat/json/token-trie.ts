import type { Vocabulary } from '../language-model.ts';

/**
 * The tokens of a vocabulary by the code points of their texts: a tree as flat arrays, nodes in the
 * order in which they are visited, each before its children. Node 0 is the root.
 */
export interface TokenTrie {
  readonly points: Int32Array;
  readonly depths: Uint16Array;
  /** For each node, the node after its last descendant. */
  readonly ends: Int32Array;
  /**
   * The tokens whose text ends at a node: those of `tokens` from `tokensFrom[node]` up to
   * `tokensTo[node]`, that one not included.
   */
  readonly tokens: Int32Array;
  readonly tokensFrom: Int32Array;
  readonly tokensTo: Int32Array;
  /** Tokens that begin or end inside a character, with their bytes. */
  readonly pieces: readonly { token: number; bytes: Uint8Array }[];
  /** The bytes of a token; empty for special tokens, which have no text. */
  bytesOf(token: number): Uint8Array;
}

export function buildTokenTrie(vocabulary: Vocabulary): TokenTrie {
  const toBytes = BYTES_BY_KIND[vocabulary.kind];
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const all = vocabulary.tokens.map((text) => toBytes(text));
  const pieces: { token: number; bytes: Uint8Array }[] = [];
  const whole: { token: number; text: string }[] = [];
  for (const [token, bytes] of all.entries()) {
    if (bytes.length === 0) continue;
    const text = decodeWhole(decoder, bytes);
    if (text === undefined) pieces.push({ token, bytes });
    else whole.push({ token, text });
  }
  // Texts with a common beginning come one after the other.
  whole.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { ...layOut(whole), pieces, bytesOf: (token) => all[token] ?? NO_BYTES };
}

function layOut(sorted: readonly { token: number; text: string }[]) {
  const points = [0];
  const depths = [0];
  const ends: number[] = [];
  const tokensFrom = [0];
  const tokensTo = [0];
  let path: number[] = [];
  const open = [0];
  const closeTo = (depth: number) => {
    for (const node of open.splice(depth + 1)) ends[node] = points.length;
  };
  for (const [index, { text }] of sorted.entries()) {
    const letters = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
    let common = 0;
    while (common < path.length && path[common] === letters[common]) common++;
    closeTo(common);
    for (const [depth, point] of letters.entries()) {
      if (depth < common) continue;
      open.push(points.length);
      points.push(point);
      depths.push(depth + 1);
      tokensFrom.push(index);
      tokensTo.push(index);
    }
    tokensTo[open.at(-1) ?? 0] = index + 1;
    path = letters;
  }
  closeTo(-1);
  return {
    points: Int32Array.from(points),
    depths: Uint16Array.from(depths),
    ends: Int32Array.from(ends),
    tokens: Int32Array.from(sorted, ({ token }) => token),
    tokensFrom: Int32Array.from(tokensFrom),
    tokensTo: Int32Array.from(tokensTo),
  };
}

const NO_BYTES = new Uint8Array();

/** The bytes of one token; none for special tokens, which have no text. */
export function readTokenBytes({ kind, tokens }: Vocabulary, token: number): Uint8Array {
  return BYTES_BY_KIND[kind](tokens[token] ?? '');
}

function decodeWhole(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const encoder = new TextEncoder();

const BYTES_BY_KIND: Record<Vocabulary['kind'], (text: string) => Uint8Array> = {
  raw: (text) => encoder.encode(text),
  byte_fallback(text) {
    const byte = /^<0x([\dA-Fa-f]{2})>$/.exec(text)?.[1];
    return byte
      ? Uint8Array.of(parseInt(byte, 16))
      : encoder.encode(text.replaceAll('\u2581', ' '));
  },
  byte_level(text) {
    const letters = Array.from(text);
    const bytes = letters.map((letter) => BYTE_LETTERS.get(letter));
    // An added token may hold letters that stand for no byte; they are themselves.
    return bytes.every((byte) => byte !== undefined)
      ? Uint8Array.from(bytes)
      : encoder.encode(text);
  },
};

/**
 * GPT-2's letters for bytes: a printable byte of Latin-1 is itself, the others come after U+00FF in
 * order.
 */
const BYTE_LETTERS: ReadonlyMap<string, number> = new Map(
  (() => {
    let next = 256;
    return Array.from({ length: 256 }, (_, byte): [string, number] => {
      const isPrintable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
      return [String.fromCharCode(isPrintable ? byte : next++), byte];
    });
  })(),
);
