/** Texts whose meanings are to be compared. */
export interface EmbeddingRequest {
  /** Catalogue id of an installed embedding model. */
  model: string;
  /** Each on its own; what is longer than the model reads is cut off at the end. */
  texts: readonly string[];
}

export interface Embeddings {
  /**
   * One for each text, in their order, of length 1, so that the sum of products of two is the
   * cosine between them: 1 for the same meaning, about 0 for unrelated ones.
   */
  vectors: Float32Array<ArrayBuffer>[];
  /** Tokens that were read of all texts together, with those that mark beginning and end. */
  tokens: number;
}

/** Turns texts into vectors. */
export interface EmbeddingEngine {
  /**
   * One text after the other, so that none changes the others' numbers. Throws
   * `model_not_installed`, `not_supported` for another kind of model, `weights_damaged`, `aborted`.
   */
  embed(request: EmbeddingRequest, signal: AbortSignal): Promise<Embeddings>;
}
