/** Reads along how many tokens an answer says it has. */
export interface UsageTap {
  read(piece: Uint8Array): void;
  /** As far as it was told; where an answer of events tells nothing, its events are counted. */
  count(): { prompt?: number; completion?: number };
}

/** What an answer says of its use comes at its end. */
const TAIL_LETTERS = 8192;
const EVENT = 'data: {';

/** Keeps the end of an answer and no more. `isEvents`: whether it comes as server-sent events. */
export function createUsageTap(isEvents: boolean): UsageTap {
  let tail = '';
  let events = 0;
  return {
    read({ buffer, byteOffset, byteLength }) {
      const text = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
      if (isEvents) events += (tail.slice(1 - EVENT.length) + text).split(EVENT).length - 1;
      tail = (tail + text).slice(-TAIL_LETTERS);
    },
    count() {
      const usage = tail.slice(tail.lastIndexOf('"usage"'));
      const prompt = readCount(usage, /"(?:prompt|input)_tokens"\s*:\s*(\d+)/);
      const completion = readCount(usage, /"(?:completion|output)_tokens"\s*:\s*(\d+)/);
      if (prompt === undefined) return events > 0 ? { completion: events } : {};
      return { prompt, completion: completion ?? 0 };
    },
  };
}

function readCount(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
