/**
 * The part of a text that a piece of sound deals with: all from `follows` to `end`, in UTF-16
 * units.
 */
interface TextSpan {
  follows: number;
  end: number;
}

/** A part of a text without sound yet. */
export interface Gap {
  start: number;
  end: number;
}

/**
 * The pieces that follow one another from a place of the text on, up to the first gap. Empty if
 * none begins there. `pieces`: in the text's order.
 */
export function piecesFrom<T extends TextSpan>(pieces: readonly T[], from: number): readonly T[] {
  const first = pieces.findIndex(({ follows }) => follows === from);
  if (first < 0) return [];
  let last = first;
  while ((pieces[last + 1]?.follows ?? Infinity) <= (pieces[last]?.end ?? 0)) last++;
  return pieces.slice(first, last + 1);
}

/**
 * Where the stretch of sound begins that has a place of the text in it; `undefined` if there is
 * none.
 */
export function findOrigin(pieces: readonly TextSpan[], offset: number): number | undefined {
  let origin: number | undefined;
  let reached = -1;
  for (const { follows, end } of pieces) {
    if (follows > reached) origin = follows;
    if (offset < end) return follows <= offset ? origin : undefined;
    reached = end;
  }
  return undefined;
}

/** The first part without sound at or after a place in a text of this length. */
export function findGap(
  pieces: readonly TextSpan[],
  length: number,
  from: number,
): Gap | undefined {
  let at = from;
  for (const { follows, end } of pieces) {
    if (end <= at) continue;
    if (follows > at) return { start: at, end: Math.min(follows, length) };
    at = end;
  }
  return at < length ? { start: at, end: length } : undefined;
}

/** How much of a text there is sound of, 0 to 1. */
export function shareOf(pieces: readonly TextSpan[], length: number): number {
  return length === 0
    ? 1
    : Math.min(1, pieces.reduce((sum, { follows, end }) => sum + end - follows, 0) / length);
}

/** Puts a piece into its gap. */
export function insertPiece<T extends TextSpan>(pieces: readonly T[], piece: T): T[] {
  const at = pieces.findIndex(({ follows }) => follows >= piece.end);
  return at < 0 ? [...pieces, piece] : pieces.toSpliced(at, 0, piece);
}

/**
 * The gap has been dealt with to its end, where there may be nothing that can be said: the piece
 * beside it takes that in.
 */
export function closeGap<T extends TextSpan>(
  pieces: readonly T[],
  { start, end }: Gap,
): { pieces: T[]; changed?: T } {
  const before = pieces.findLastIndex((piece) => piece.end >= start && piece.end <= end);
  const at = before >= 0 ? before : pieces.findIndex(({ follows }) => follows === end);
  const beside = pieces[at];
  if (!beside || beside.end === end) return { pieces: [...pieces] };
  const changed = before >= 0 ? { ...beside, end } : { ...beside, follows: start };
  return { pieces: pieces.with(at, changed), changed };
}
