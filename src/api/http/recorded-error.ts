import type { ErrorDetails } from '../../engine/errors.ts';

/** What went wrong, as it was written down: words of the studio's routes. */
export interface RecordedFailure {
  code: string;
  message: string;
  details: ErrorDetails;
}

/** Something failed earlier, and so there is no result now. */
export class RecordedError extends Error {
  override readonly name = 'RecordedError';
  readonly failure: RecordedFailure;

  constructor(failure: RecordedFailure) {
    super(failure.message);
    this.failure = failure;
  }
}
