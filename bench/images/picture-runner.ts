/** What to draw, the same for both sides. */
export interface PictureOrder {
  prompt: string;
  /** Ids of the prompt and of the empty one, for a side without a tokenizer. */
  tokens: readonly number[];
  negativeTokens: readonly number[];
  steps: number;
  guidance: number;
  /** Unit noise of the latents. */
  noise: readonly number[];
}

/** A picture with its figures. */
export interface Drawing {
  /** From the prompt to the pixels. */
  seconds: number;
  stepMs: number[];
  /** Bytes that a step brought from the device's memory into JavaScript's. */
  bytesReadPerStep: number;
  /** RGB, 8 bits. */
  pixels: number[];
}

/** A program that draws, so that several can be measured in the same way. */
export interface PictureRunner {
  draw(order: PictureOrder): Promise<Drawing>;
  close(): Promise<void>;
}
