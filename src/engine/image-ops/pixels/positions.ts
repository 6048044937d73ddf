/** Where something stands on a picture. */
export const POSITIONS = [
  'top-left',
  'top',
  'top-right',
  'left',
  'center',
  'right',
  'bottom-left',
  'bottom',
  'bottom-right',
] as const;
export type Position = (typeof POSITIONS)[number];

/** Shares of the room that is left over, which lie before what stands there: 0, a half or 1. */
export function shareRoom(position: Position): { across: number; down: number } {
  const before = (first: string, last: string) =>
    position.includes(first) ? 0 : position.includes(last) ? 1 : 0.5;
  return { across: before('left', 'right'), down: before('top', 'bottom') };
}
