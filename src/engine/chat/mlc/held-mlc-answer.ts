import type { LogitProcessor } from '@mlc-ai/web-llm';
import type { Rule } from '../json/grammar.ts';
import { createTokenConstrainer, type ConstrainTokens } from '../json/json-constraint.ts';
import type { TokenConstraint } from '../token-constraint.ts';
import type { MlcTokens } from './mlc-runtime.ts';

/** Holds the answers of one of web-llm's engines to grammars, as its logit processor. */
export interface AnswerHold {
  processor: LogitProcessor;
  /** Holds answers to the grammar from now on, until it is released. */
  begin(grammar: Rule, tokens: MlcTokens): void;
  /** Releases it and returns what the answer still lacks. */
  end(): string;
}

export function createAnswerHold(): AnswerHold {
  let constrain: ConstrainTokens | undefined;
  let current: { constraint: TokenConstraint; endTokens: ReadonlySet<number> } | undefined;
  return {
    processor: {
      processLogits(logits) {
        const [endToken] = current?.endTokens ?? [];
        // A vocabulary may lack what must come next: then the answer ends here, and the rest is
        // written without the model.
        if (current?.constraint.apply(logits) === false && endToken !== undefined)
          logits[endToken] = 0;
        return logits;
      },
      processSampledToken: (token) => current?.constraint.accept(token),
      // Told at the beginning of each answer, too: that is what `begin` is for.
      resetState: () => undefined,
    },
    begin(grammar, { vocabulary, endTokens }) {
      constrain ??= createTokenConstrainer(() => vocabulary, endTokens);
      current = { constraint: constrain(grammar), endTokens };
    },
    end() {
      const ending = current?.constraint.writeEnding() ?? '';
      current = undefined;
      return ending;
    },
  };
}
