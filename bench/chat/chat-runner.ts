import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';

/** An answer with its figures. */
export interface Answer {
  /** Token ids, the end token not included. */
  tokens: number[];
  /** From the request to the first token. */
  firstTokenMs: number;
  /** After the first token. */
  tokensPerSecond: number;
}

/** A program that answers with a language model, so that several can be measured in the same way. */
export interface ChatRunner {
  name: string;
  /** Reads the stored model into memory; what was in memory before is gone. Returns the time it took. */
  load(): Promise<number>;
  /** Greedy; the answer ends at `maxTokens` or where the model ends it. */
  ask(messages: readonly ChatMessage[], maxTokens: number): Promise<Answer>;
  close(): Promise<void>;
}
