import type { Observable } from '../../engine-client/observable.ts';
import type { EngineError } from '../../engine/errors.ts';

export interface ReadAloudState {
  /** The answer that is being read. */
  messageId: string | null;
  problem: EngineError | null;
  /** What of the last answer was not read, in a sentence; empty: all of it was. */
  notice: string;
}

/** A voice for answers, as chat needs it. */
export interface ReadAloud {
  readonly state: Observable<ReadAloudState>;
  /**
   * Reads an answer from its beginning, and along while it is being written; stops the one that is
   * being read.
   */
  toggle(messageId: string): void;
  stop(): void;
}
