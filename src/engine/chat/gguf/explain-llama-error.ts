import { EngineError, type ErrorCode } from '../../errors.ts';

const SIGNS: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [
    /out of memory|failed to allocate|bad_alloc|cannot allocate|cannot enlarge|memory access|device.*lost|grow/i,
    'out_of_memory',
    'The model did not fit into memory. Choose a smaller build or model.',
  ],
  [
    /unknown (?:model architecture|pre-tokenizer type|vocab)|unsupported|not supported/i,
    'not_supported',
    'llama.cpp does not know this kind of model.',
  ],
  [
    /grammar/i,
    'invalid_request',
    'llama.cpp does not take the grammar of this schema. Make the schema smaller.',
  ],
  [
    /corrupt|out of bounds|not within|missing tensor|invalid magic|wrong (?:number|shape)/i,
    'weights_damaged',
    'The weights are not what the header of the file says.',
  ],
];

/** Translates what llama.cpp throws, and what it wrote into its log before, into our errors. */
export function explainLlamaError(thrown: unknown, complaints: readonly string[]): EngineError {
  const error = EngineError.from(thrown);
  const said = [error.message, ...complaints].join('\n');
  const tooLong = /\((\d+) tokens\) exceeds the available context size \((\d+) tokens\)/.exec(said);
  if (tooLong) return explainOverflow(thrown, Number(tooLong[1]), Number(tooLong[2]));
  const [, code, sentence] = SIGNS.find(([sign]) => sign.test(said)) ?? [];
  const details = { said: said.slice(0, 500) };
  if (code === undefined || sentence === undefined)
    return new EngineError(error.code, complaints[0] ?? error.message, { cause: thrown, details });
  return new EngineError(code, sentence, { cause: thrown, details });
}

function explainOverflow(cause: unknown, promptTokens: number, contextLength: number): EngineError {
  return new EngineError(
    'context_too_long',
    `The conversation has ${promptTokens} tokens; the model reads ${contextLength}.`,
    { cause, details: { promptTokens, contextLength } },
  );
}
