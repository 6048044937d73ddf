import type * as XGrammarModule from '@mlc-ai/web-xgrammar';
import type { CompiledGrammar, GrammarCompiler, GrammarMatcher, TokenizerInfo } from '@mlc-ai/web-xgrammar';
import { EngineError } from '../errors.ts';
import type { JsonSchema } from './chat-engine.ts';
import type { LanguageModel, Vocabulary } from './language-model.ts';
import type { TokenConstraint } from './token-constraint.ts';

/** Makes constraints for one model. The grammar runtime (XGrammar in wasm) is loaded with the first one. */
export interface ConstraintCompiler {
  /** Any JSON value, or one of a schema. Throws `invalid_request` for what is no schema, or one that nothing fits. */
  compileJson(schema: JsonSchema | undefined): Promise<TokenConstraint>;
  dispose(): void;
}

export function createConstraintCompiler(model: LanguageModel): ConstraintCompiler {
  let loading: Promise<LoadedCompiler> | undefined;
  return {
    async compileJson(schema) {
      loading ??= loadCompiler(model);
      const { xgrammar, compiler, closers } = await loading;
      const grammar = await compileGrammar(compiler, schema);
      const matcher = await xgrammar.GrammarMatcher.createGrammarMatcher(grammar);
      return createConstraint(matcher, grammar, closers, model.endTokens);
    },
    dispose() {
      void loading?.then(({ compiler, tokenizerInfo }) => {
        compiler.dispose();
        tokenizerInfo.dispose();
      });
    },
  };
}

type XGrammar = typeof XGrammarModule;

/** The package is a UMD file: a bundler gives its exports, Node's module loader leaves them on the global object. */
async function loadXGrammar(): Promise<XGrammar> {
  const module = await import('@mlc-ai/web-xgrammar');
  return 'TokenizerInfo' in module ? module : (globalThis as unknown as { xgrammar: XGrammar }).xgrammar;
}

interface LoadedCompiler {
  xgrammar: XGrammar;
  compiler: GrammarCompiler;
  tokenizerInfo: TokenizerInfo;
  /** By token: how much it helps to end a JSON text. */
  closers: Uint8Array;
}

async function loadCompiler(model: LanguageModel): Promise<LoadedCompiler> {
  const xgrammar = await loadXGrammar();
  const vocabulary = model.readVocabulary();
  const { kind, tokens } = vocabulary;
  const tokenizerInfo = await xgrammar.TokenizerInfo.createTokenizerInfo(tokens, kind, false, tokens.length, [
    ...model.endTokens,
  ]);
  const compiler = await xgrammar.GrammarCompiler.createGrammarCompiler(tokenizerInfo);
  return { xgrammar, compiler, tokenizerInfo, closers: rankClosers(vocabulary) };
}

/** One spelling only (", " and ": ", no line breaks): free whitespace is where small models lose themselves. */
async function compileGrammar(compiler: GrammarCompiler, schema: JsonSchema | undefined): Promise<CompiledGrammar> {
  try {
    const text = JSON.stringify(schema ?? { type: ['object', 'array', 'string', 'number', 'boolean', 'null'] });
    return await compiler.compileJSONSchema(text, false, ONE_LINE, [', ', ': ']);
  } catch (thrown) {
    throw new EngineError('invalid_request', `The JSON schema cannot be used: ${EngineError.from(thrown).message}`, {
      cause: thrown,
    });
  }
}

function createConstraint(
  matcher: GrammarMatcher,
  grammar: CompiledGrammar,
  closers: Uint8Array,
  endTokens: ReadonlySet<number>,
): TokenConstraint {
  async function apply(logits: Float32Array): Promise<void> {
    const allowed = await matcher.getNextTokenBitmask();
    let isAnyAllowed = false;
    for (let token = 0; token < logits.length; token++) {
      if ((((allowed[token >> 5] ?? 0) >>> (token & 31)) & 1) === 0) logits[token] = -Infinity;
      else isAnyAllowed = true;
    }
    if (!isAnyAllowed) throw new EngineError('invalid_request', 'No text fits this JSON schema.');
  }
  return {
    apply,
    async applyClosing(logits) {
      await apply(logits);
      let best = -1;
      for (let token = 0; token < logits.length; token++) {
        if (logits[token] === -Infinity) continue;
        if (best < 0 || isBetter(token, best)) best = token;
      }
      for (let token = 0; token < logits.length; token++) if (token !== best) logits[token] = -Infinity;

      function isBetter(token: number, than: number): boolean {
        const [rank, other] = [token, than].map((each) => (endTokens.has(each) ? ENDS : (closers[each] ?? 0))) as [
          number,
          number,
        ];
        return rank > other || (rank === other && (logits[token] ?? 0) > (logits[than] ?? 0));
      }
    },
    accept(token) {
      if (!matcher.acceptToken(token)) throw new EngineError('internal', `The grammar did not take token ${token}.`);
    },
    dispose() {
      matcher.dispose();
      grammar.dispose();
    },
  };
}

const ONE_LINE = -1;

const ENDS = 5;
const CLOSES = 4;
const SEPARATES = 3;
const SAYS_LITTLE = 2;
const SAYS_MORE = 1;
const OPENS = 0;

/** The nearest way to the end: close, else go on to where one may close, with the shortest values, and open nothing new if anything else fits. */
function rankClosers({ tokens }: Vocabulary): Uint8Array {
  return Uint8Array.from(tokens, (token) => {
    if (/^["}\]]+$/.test(token)) return CLOSES;
    if (/^[",:}\] \u0120\u2581]+$/.test(token)) return SEPARATES;
    if (/[{[]/.test(token)) return OPENS;
    return /^[ \u0120\u2581]?(?:\d|null|true|false)$/.test(token) ? SAYS_LITTLE : SAYS_MORE;
  });
}
