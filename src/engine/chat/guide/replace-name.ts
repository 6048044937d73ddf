import type { ChatEvent } from '../chat-engine.ts';
import { findNeedle } from '../needles.ts';

/** An answer with each `name` replaced by what is `meant`, even where it comes in pieces. */
export async function* replaceName(
  events: AsyncIterable<ChatEvent>,
  { name, meant }: { name: string; meant: string },
): AsyncGenerator<ChatEvent> {
  let held = '';
  let heldTokens: number[] = [];
  for await (const event of events) {
    if (event.type === 'text-delta') {
      const text = held + event.text;
      const lastEnd = text.includes(name) ? text.lastIndexOf(name) + name.length : 0;
      const ready = lastEnd + findNeedle(text.slice(lastEnd), [name]).safeLength;
      held = text.slice(ready);
      heldTokens.push(...event.tokens);
      if (ready === 0) continue;
      yield { type: 'text-delta', text: text.slice(0, ready).replaceAll(name, () => meant), tokens: heldTokens };
      heldTokens = [];
    } else {
      if (event.type === 'finish' && held) yield { type: 'text-delta', text: held, tokens: heldTokens };
      yield event;
    }
  }
}
