import { EngineError } from '../../errors.ts';
import type { Rule } from '../json/grammar.ts';
import { advance, canGoOn, startMatcher, writeEnding } from '../json/matcher.ts';
import { THOUGHT_MARKS } from '../turns/thought-reader.ts';

/** Follows an answer that a runtime holds to a grammar, to finish it where it is cut short. */
export interface TextHold {
  accept(text: string): void;
  /** What the answer still lacks; nothing while a thought goes on. */
  writeEnding(): string;
}

/** `isBehindThought`: the answer begins in the middle of a thought. */
export function createTextHold(grammar: Rule, isBehindThought: boolean): TextHold {
  let thought = isBehindThought ? '' : undefined;
  let matcher = startMatcher(grammar);

  /** The text after the thought. */
  function skipThought(text: string): string {
    if (thought === undefined) return text;
    thought += text;
    const end = thought.indexOf(THOUGHT_MARKS.close);
    if (end < 0) return '';
    const rest = thought.slice(end + THOUGHT_MARKS.close.length);
    thought = undefined;
    return rest;
  }
  return {
    accept(text) {
      for (const letter of skipThought(text)) {
        matcher = advance(matcher, letter.codePointAt(0) ?? 0);
        if (!canGoOn(matcher))
          throw new EngineError('internal', `The grammar did not take "${letter}".`);
      }
    },
    writeEnding: () => (thought === undefined ? writeEnding(matcher) : ''),
  };
}
