import type { ToolCall } from '../../engine/chat/chat-engine.ts';

interface CallPiece {
  index: number;
  id?: string | null | undefined;
  function: { name?: string | null | undefined; arguments?: string | null | undefined };
}

/** Puts calls together from their pieces: first comes the name, then the arguments bit by bit. */
export function createCallCollector() {
  const calls = new Map<number, ToolCall>();
  return {
    add(pieces: readonly CallPiece[]): void {
      for (const { index, id, function: piece } of pieces) {
        const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
        calls.set(index, {
          id: id ?? call.id,
          name: call.name + (piece.name ?? ''),
          arguments: call.arguments + (piece.arguments ?? ''),
        });
      }
    },
    list: (): readonly ToolCall[] => [...calls.values()],
  };
}
