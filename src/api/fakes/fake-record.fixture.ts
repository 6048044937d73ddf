import type { ChatRequest } from '../../engine/chat/chat-engine.ts';
import type { ImageRequest } from '../../engine/diffusion/diffusion-engine.ts';
import type { SpeechRequest } from '../../engine/speech/speech-engine.ts';

/** What fake engines have been asked, and how far they went. */
export interface FakeRecord {
  chat: ChatRequest[];
  images: ImageRequest[];
  speech: SpeechRequest[];
  /** Tokens of all answers together. */
  tokens: number;
  /** Steps of all pictures together. */
  steps: number;
  /** Pieces of speech. */
  pieces: number;
  /** Engines that are at work now. */
  running: number;
}

export function createFakeRecord(): FakeRecord {
  return { chat: [], images: [], speech: [], tokens: 0, steps: 0, pieces: 0, running: 0 };
}
