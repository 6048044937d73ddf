/** Text to the ids that a text encoder reads. */
export interface PromptTokenizer {
  /** Ids of a text, without start and end, however many there are. */
  encode(text: string): number[];
  readonly startToken: number;
  readonly endToken: number;
  /** Fills a sequence up to `maxLength`. */
  readonly padToken: number;
  /** Ids that the encoder reads, start and end included. */
  readonly maxLength: number;
}
