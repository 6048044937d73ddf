/** A way of keeping weights in a browser, as a worker offers it to the bench. */
export interface WeightsSide {
  /**
   * Until transformers.js has the model ready to answer, its files fetched first where they are not
   * stored. Milliseconds.
   */
  load(repository: string, threads: number): Promise<number>;
  /**
   * Reads every stored file whole into memory, one after the other, as transformers.js does.
   * Milliseconds.
   */
  readAll(repository: string): Promise<number>;
}

export type SideName = 'ours' | 'peer';
