/** Which tokens may come next. Stateful: one for each answer. */
export interface TokenConstraint {
  /** Sets the logits of tokens that may not come next to -Infinity, in place. */
  apply(logits: Float32Array): Promise<void>;
  /** Like `apply`, and leaves only the token that brings the text to its end the soonest: for an answer that must end. */
  applyClosing(logits: Float32Array): Promise<void>;
  /** Takes a token of the answer. */
  accept(token: number): void;
  dispose(): void;
}
