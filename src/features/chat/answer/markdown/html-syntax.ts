import { htmlFlow } from 'micromark-core-commonmark';
import type { Code, Construct, Extension, State } from 'micromark-util-types';
import { canBeginHtmlBlock } from './harmless-tags.ts';

/**
 * HTML blocks only where a line begins with a tag that can be shown: any other word in angle
 * brackets is text, and what follows it Markdown. (CommonMark takes everything up to the next blank
 * line as raw HTML.)
 */
export const htmlSyntax: Extension = {
  disable: { null: ['htmlFlow'] },
  flow: { 60: createHtmlFlow() },
};

function createHtmlFlow(): Construct {
  return {
    ...htmlFlow,
    name: 'harmlessHtmlFlow',
    tokenize(effects, ok, nok) {
      return effects.check(knownName, htmlFlow.tokenize.call(this, effects, ok, nok), nok);
    },
  };
}

const knownName: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let name = '';
    const read: State = (code) => {
      if (isNameLetter(code)) {
        name += String.fromCharCode(code);
        effects.consume(code);
        return read;
      }
      effects.exit('htmlFlowData');
      return canBeginHtmlBlock(name) ? ok(code) : nok(code);
    };
    return (code) => {
      effects.enter('htmlFlowData');
      effects.consume(code);
      return read;
    };
  },
};

/** Also `/` and `!` before the name. */
function isNameLetter(code: Code): code is number {
  return code !== null && code > 0 && /[A-Za-z0-9/!]/.test(String.fromCharCode(code));
}
