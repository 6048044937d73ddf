import type { ChatMessage } from '../../src/engine/chat/chat-engine.ts';
import type { BrowserDevice } from '../../src/engine/device.ts';

/** What both sides load. */
export interface ModelSetup {
  model: string;
  device: BrowserDevice;
  dtype: 'q4' | 'q8';
}

/** An answer with its figures. */
export interface Answer {
  text: string;
  /** From the request to the first token. */
  firstTokenMs: number;
  /** After the first token. */
  tokensPerSecond: number;
}

/**
 * A program that answers with a language model, so that several can be measured in the same way.
 */
export interface ChatRunner {
  name: string;
  /**
   * Reads the stored model into memory; what was in memory before is gone. Returns the time it
   * took.
   */
  load(): Promise<number>;
  /**
   * Greedy; the answer ends at `maxTokens` or where the model ends it. A conversation goes on where
   * the messages hold answers.
   */
  ask(messages: readonly ChatMessage[], maxTokens: number): Promise<Answer>;
  close(): Promise<void>;
}
