import type { Matcher } from './matcher.ts';
import { advance, canGoOn } from './matcher.ts';

/** A matcher, and the bytes of a character that is not whole yet. */
export interface Reading {
  matcher: Matcher;
  pending: readonly number[];
}

/** Reads bytes of UTF-8. `undefined`: the text cannot continue this way. */
export function readBytes({ matcher, pending }: Reading, bytes: Uint8Array): Reading | undefined {
  let current = matcher;
  let held = pending;
  for (const byte of bytes) {
    held = [...held, byte];
    const [lead = 0] = held;
    const length = lengthOfCharacter(lead);
    const isBroken = length === 0 || (held.length > 1 && (byte & 0xc0) !== 0x80);
    if (isBroken) return undefined;
    if (held.length < length) continue;
    current = advance(current, decodeCharacter(held, 0x80));
    if (!canGoOn(current)) return undefined;
    held = [];
  }
  return held.length === 0 || canContinue(current, held)
    ? { matcher: current, pending: held }
    : undefined;
}

function lengthOfCharacter(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The code point of some bytes, those that are missing taken to be `filler`. */
function decodeCharacter(bytes: readonly number[], filler: number): number {
  const [lead = 0] = bytes;
  const length = lengthOfCharacter(lead);
  let point = length === 1 ? lead : lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index++)
    point = (point << 6) | ((bytes[index] ?? filler) & 0x3f);
  return point;
}

/** Whether some character that begins with these bytes fits. */
function canContinue({ tops }: Matcher, bytes: readonly number[]): boolean {
  const length = lengthOfCharacter(bytes[0] ?? 0);
  const from = Math.max(decodeCharacter(bytes, 0x80), MIN_CODE_POINTS[length] ?? 0);
  const to = decodeCharacter(bytes, 0xbf);
  return tops.some(({ terminal, state }) =>
    terminal.automaton.edges[state]?.some(([first, last]) => first <= to && from <= last),
  );
}

/** The first code point that takes so many bytes: those below have a shorter spelling. */
const MIN_CODE_POINTS = [0, 0, 0x80, 0x800, 0x10000];
