/** Which tokens may come next. Stateful: one for each answer. */
export interface TokenConstraint {
  /**
   * Sets the logits of tokens that may not come next to -Infinity, in place. Returns `false` if no
   * token of the vocabulary may.
   */
  apply(logits: Float32Array): boolean;
  /** Accepts the next token of the answer; throws `internal` for one that is not allowed. */
  accept(token: number): void;
  /** The shortest text that completes the answer; empty if it is complete. */
  writeEnding(): string;
}
