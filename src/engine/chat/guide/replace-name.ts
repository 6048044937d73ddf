import type { ChatEvent } from '../chat-engine.ts';

/** An answer with each `name` replaced by what is `meant`, even where it comes in pieces. */
export async function* replaceName(
  events: AsyncIterable<ChatEvent>,
  { name, meant }: { name: string; meant: string },
): AsyncGenerator<ChatEvent> {
  let held = '';
  let heldTokens: number[] = [];
  for await (const event of events) {
    if (event.type === 'text-delta') {
      const text = (held + event.text).replaceAll(name, () => meant);
      const ready = text.length - countOfBeginning(text, name);
      held = text.slice(ready);
      heldTokens.push(...event.tokens);
      if (ready === 0) continue;
      yield { type: 'text-delta', text: text.slice(0, ready), tokens: heldTokens };
      heldTokens = [];
    } else {
      if (event.type === 'finish' && held) yield { type: 'text-delta', text: held, tokens: heldTokens };
      yield event;
    }
  }
}

/** How many of the last letters may be the beginning of the name. */
function countOfBeginning(text: string, name: string): number {
  for (let count = Math.min(name.length - 1, text.length); count > 0; count--)
    if (text.endsWith(name.slice(0, count))) return count;
  return 0;
}
