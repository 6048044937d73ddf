import type { EngineHost } from '../host.ts';
import { writeChatManifest } from '../models/chat-manifest.fixture.ts';
import type { LanguageModel } from './language-model.ts';

export const FAKE_CONTEXT = 256;

/** Ends an answer. Other tokens are code points below 128. */
const END = 0;
const VOCABULARY = 128;
/** Ends a prompt, where the answer begins. */
export const ANSWER_MARK = '\u0001';

export const fakeManifest = writeChatManifest({
  id: 'fake/model',
  title: 'Fake',
  repository: 'fake/model',
  contextLength: FAKE_CONTEXT,
});

export interface FakeModelOptions {
  chatTemplate?: string;
  /**
   * What it writes for any request before ending. Without it, its output depends on everything it
   * has read.
   */
  script?: string;
  /** Whether its memory can be cut. */
  isCuttable?: boolean;
  /** Whether tokens can be read on trial. */
  looksAhead?: boolean;
}

export interface FakeLanguageModel extends LanguageModel {
  /** Every pass of every session: the tokens that were read. */
  passes: number[][];
  openSessions: number;
  isDisposed: boolean;
}

/** A language model whose tokens are letters. */
export function createFakeLanguageModel({
  chatTemplate = '',
  script,
  isCuttable = true,
  looksAhead = isCuttable,
}: FakeModelOptions = {}): FakeLanguageModel {
  const toTokens = (text: string) => Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  const model: FakeLanguageModel = {
    passes: [],
    openSessions: 0,
    isDisposed: false,
    endTokens: new Set([END]),
    chatTemplate,
    encodePrompt(messages, { prefix = '' } = {}) {
      const text = `${messages.map(({ role, content }) => `${role[0]}:${content};`).join('')}${ANSWER_MARK}${prefix}`;
      return { text, tokens: toTokens(text) };
    },
    countTokens: (text) => text.length,
    decode: (tokens) => String.fromCodePoint(...tokens),
    readVocabulary: () => ({
      kind: 'raw',
      tokens: Array.from({ length: VOCABULARY }, (_, token) =>
        token === END ? '</s>' : String.fromCodePoint(token),
      ),
    }),
    startSession() {
      model.openSessions++;
      let read: number[] = [];
      return {
        get length() {
          return read.length;
        },
        canLookAhead: looksAhead,
        async forward(tokens, positions = 1) {
          await Promise.resolve();
          model.passes.push([...tokens]);
          read.push(...tokens);
          return Array.from({ length: positions }, (_, index) => {
            const seen = read.slice(0, read.length - positions + 1 + index);
            return script === undefined ? hashLogits(seen) : scriptLogits(seen, toTokens(script));
          });
        },
        async truncate(length) {
          if (isCuttable) read = read.slice(0, length);
          return isCuttable;
        },
        dispose: async () => void model.openSessions--,
      };
    },
    dispose: async () => void (model.isDisposed = true),
  };
  return model;
}

/** Depends on everything that was read, so that a wrong memory shows. */
function hashLogits(read: readonly number[]): Float32Array {
  const state = read.reduce((sum, token) => (sum * 31 + token) % 9973, 7);
  return Float32Array.from({ length: VOCABULARY }, (_, token) =>
    token < 33 ? -9 : ((state * (token + 7)) % 101) / 10,
  );
}

/** The likeliest token is the script's next one; its position is the text after the mark. */
function scriptLogits(read: readonly number[], script: readonly number[]): Float32Array {
  const written = read.length - 1 - read.lastIndexOf(ANSWER_MARK.charCodeAt(0));
  const logits = new Float32Array(VOCABULARY);
  logits[script[written] ?? END] = 10;
  return logits;
}

/** A host that has the fake model, under any id that begins with "fake/". */
export function createFakeHost(): EngineHost {
  const unused = () => Promise.reject(new Error('The fake model needs no weights.'));
  return {
    device: { adapter: null, wasmThreads: 1 },
    weights: {
      match: unused,
      open: unused,
      put: unused,
      delete: unused,
      list: unused,
      size: unused,
    },
    findModel: async (id) =>
      id.startsWith('fake/')
        ? { manifest: { ...fakeManifest, id }, dtypes: ['q4'], installedAt: 0, lastUsedAt: 0 }
        : undefined,
    loadOrt: unused,
    startOrt: unused,
  };
}
