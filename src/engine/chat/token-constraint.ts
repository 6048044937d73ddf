/** Which tokens may come next. Stateful: one for each answer. */
export interface TokenConstraint {
  /**
   * Sets the logits of tokens that may not come next to -Infinity, in place. `false`: the
   * vocabulary has none that may.
   */
  apply(logits: Float32Array): boolean;
  /** Takes a token of the answer; throws `internal` for one that may not come. */
  accept(token: number): void;
  /** The shortest text that makes the answer whole; empty if it is. */
  writeEnding(): string;
}
