import { openAsBlob } from 'node:fs';
import type { LanguageModel, Vocabulary } from '../../../src/engine/chat/language-model.ts';
import { compileTemplate } from '../../../src/engine/chat/turns/compile-template.ts';
import { EngineError } from '../../../src/engine/errors.ts';
import {
  readGgufHeader,
  type GgufHeader,
} from '../../../src/engine/models/gguf/read-gguf-header.ts';
import type { LlamaModel } from './llama-cpp.ts';

/** llama.cpp's model with the template of its file, for the code that writes answers. */
export async function createGgufLanguageModel(
  model: LlamaModel,
  path: string,
): Promise<LanguageModel> {
  const header = await readGgufHeader((await openAsBlob(path)) as Blob, true);
  const { bos, bosString, eosString } = model.tokens;
  const source = header.chatTemplate;
  const write = compileTemplate({ source, beginning: bosString ?? '', end: eosString ?? '' });
  const encode = (text: string) => model.tokenize(text, true);
  let vocabulary: Vocabulary | undefined;
  return {
    endTokens: new Set([...model.iterateAllTokens()].filter((token) => model.isEogToken(token))),
    chatTemplate: source,
    encodePrompt(messages, options) {
      const text = write(messages, options);
      const tokens = encode(text);
      const lacksBeginning = header.addsBeginning && bos !== null && tokens[0] !== bos;
      return { text, tokens: lacksBeginning ? [bos, ...tokens] : tokens };
    },
    countTokens: (text) => encode(text).length,
    decode: (tokens) => model.detokenize(tokens),
    readVocabulary: () => (vocabulary ??= describeVocabulary(header)),
    startSession() {
      throw new EngineError('internal', 'Sequences of llama.cpp are owned by their pool.');
    },
    dispose: () => model.dispose(),
  };
}

/** llama.cpp's types of tokens that stand for no text. */
const WITHOUT_TEXT: ReadonlySet<number> = new Set([2, 3, 5]);

function describeVocabulary({ tokens = [], tokenTypes, tokenizer }: GgufHeader): Vocabulary {
  const kinds: Readonly<Record<string, Vocabulary['kind']>> = {
    gpt2: 'byte_level',
    llama: 'byte_fallback',
  };
  return {
    kind: kinds[tokenizer ?? ''] ?? 'raw',
    tokens: tokens.map((token, at) => (WITHOUT_TEXT.has(tokenTypes?.[at] ?? 1) ? '' : token)),
  };
}
