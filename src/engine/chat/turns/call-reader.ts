import type { ToolCall } from '../chat-engine.ts';
import { createJsonScanner } from './json-scanner.ts';
import { matchMark } from './needles.ts';
import type { ToolCallReader } from './tool-calls.ts';

/** Reads one call, or several between one pair of marks, starting at the opening mark. */
export function createCallReader(format: ToolCallReader, openLength: number) {
  let scanner = createJsonScanner(openLength);
  let valueEnd = openLength;

  /** `undefined`: more text is needed. `calls` is absent if this turns out to be text. */
  function read(text: string, isEnd: boolean): { length: number; calls?: ToolCall[] } | undefined {
    for (;;) {
      const found = scanner.scan(text);
      if (!found) return isEnd ? finish(text, text.length, text.length) : undefined;
      if ('invalid' in found)
        return valueEnd > openLength ? finish(text, valueEnd, valueEnd) : { length: found.invalid };
      valueEnd = found.end;
      const next = findNext(text, valueEnd, isEnd);
      if (next === 'wait') return undefined;
      if (next !== 'value') return finish(text, valueEnd, next);
      scanner = createJsonScanner(valueEnd);
    }
  }
  /** What follows a value: another one, or the end of the part. */
  function findNext(text: string, end: number, isEnd: boolean): number | 'value' | 'wait' {
    if (format.close === '') return end;
    const at = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0);
    const closing = matchMark(text, at, format.close);
    if (closing === 'whole') return at + format.close.length;
    if (closing === 'partial' && !isEnd) return 'wait';
    return text[at] === '{' || text[at] === '[' ? 'value' : end;
  }
  function finish(
    text: string,
    contentEnd: number,
    length: number,
  ): { length: number; calls?: ToolCall[] } {
    const calls = format.parse(text.slice(openLength, contentEnd));
    return calls ? { length, calls } : { length };
  }
  return { read };
}
