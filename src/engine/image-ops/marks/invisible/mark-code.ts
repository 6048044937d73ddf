/**
 * The code of an invisible mark: 11 bits in 32. The extended BCH code [32, 11, 12] (Lin and
 * Costello, "Error Control Coding", chapter 6): any two words differ in at least 12 bits, as many as
 * 11 bits in 32 can. A network reads a word as 32 numbers, so it is decoded softly: of all 2,048
 * words, the one that agrees best with the numbers.
 */
import { chanceToReach } from './chance.ts';

/** Bits that the network hides and reads. */
export const WORD_BITS = 32;
export const PAYLOAD_BITS = 11;
export const MAX_PAYLOAD = 2 ** PAYLOAD_BITS - 1;

/** Of the BCH code [31, 11, 11]; the lowest bit is the constant term. */
const GENERATOR = 0o5423325;

/**
 * Exclusive-or with every word, so that no payload makes equal bits only, which is how outputs with
 * a common offset look. The fraction of the square root of 2.
 */
const SCRAMBLE = 0x6a09e667;

/** Weights are whole numbers up to this, for which chances can be counted exactly. */
const FULL_WEIGHT = 15;

/** The word of a payload; the network's first bit is the lowest. */
export function encodePayload(payload: number): number {
  let word = 0;
  for (let bit = 0; bit < PAYLOAD_BITS; bit++) if (payload & (1 << bit)) word ^= GENERATOR << bit;
  return ((word | (parityOf(word) << 31)) ^ SCRAMBLE) >>> 0;
}

function parityOf(word: number): number {
  let parity = 0;
  for (let rest = word; rest !== 0; rest >>>= 1) parity ^= rest & 1;
  return parity;
}

const PAYLOADS = MAX_PAYLOAD + 1;

/** -1 or 1 for each bit of each payload's word. */
const SIGNS = Int8Array.from({ length: PAYLOADS * WORD_BITS }, (_, at) =>
  (encodePayload(Math.floor(at / WORD_BITS)) >>> (at % WORD_BITS)) & 1 ? 1 : -1,
);

/** Bits as the network takes them: 0 and 1. */
export function toBits(word: number): Float32Array {
  return Float32Array.from({ length: WORD_BITS }, (_, bit) => (word >>> bit) & 1);
}

export interface DecodedMark {
  payload: number;
  /** That outputs of random signs would agree with some word as well as these do, 0 to 1. */
  chance: number;
}

/**
 * The payload that the network's 32 outputs agree with best. Above 0 is a 1, and the farther from 0
 * the surer, up to the median: beyond it, an output says more about the picture than about its bit.
 */
export function decodeMark(outputs: Float32Array): DecodedMark {
  const weights = weigh(outputs);
  const votes = outputs.map((output, bit) => (output < 0 ? -1 : 1) * (weights[bit] ?? 0));
  let payload = 0;
  let agreement = -Infinity;
  for (let candidate = 0; candidate < PAYLOADS; candidate++) {
    const sum = agree(votes, candidate);
    if (sum > agreement) {
      agreement = sum;
      payload = candidate;
    }
  }
  return { payload, chance: Math.min(1, PAYLOADS * chanceToReach(agreement, weights)) };
}

function agree(votes: Float32Array, payload: number): number {
  let sum = 0;
  for (let bit = 0; bit < WORD_BITS; bit++)
    sum += (votes[bit] ?? 0) * (SIGNS[payload * WORD_BITS + bit] ?? 0);
  return sum;
}

/** How much each output counts: whole numbers from 0 to `FULL_WEIGHT`. */
function weigh(outputs: Float32Array): Uint8Array {
  const sizes = outputs.map(Math.abs);
  const median = sizes.toSorted()[WORD_BITS / 2] ?? 0;
  if (median === 0) return new Uint8Array(WORD_BITS);
  return Uint8Array.from(sizes, (size) => Math.round(FULL_WEIGHT * Math.min(1, size / median)));
}
