import { EngineError } from '../../errors.ts';
import { PATIENCE, waitToRetry, type Waiting } from '../hub/patience.ts';
import {
  nameOfAddress,
  readConnection,
  type FetchedBytes,
  type FetchFrom,
  type FileAddress,
} from './read-connection.ts';

/**
 * The bytes of a part of a file, from `start` to `end`, over as many connections as it takes: one
 * that is cut, falls silent or is answered with a passing failure is taken up where it broke. Each
 * connection begins at the hub, which signs a new address for it. Throws `aborted`,
 * `network_unreachable` and `download_failed` once patience is at its end, `model_not_found` for
 * 401, 403 and 404.
 */
export async function* fetchBytes(
  address: FileAddress,
  { start, end, etag }: FetchFrom,
  waiting: Waiting,
  signal: AbortSignal,
): AsyncGenerator<FetchedBytes> {
  const { idleMs } = waiting.patience ?? PATIENCE;
  const at = { start, end, etag };
  let failures = 0;
  let hasRestarted = false;
  while (at.start < end) {
    const before = at.start;
    try {
      for await (const step of readConnection(address, { ...at }, idleMs, signal)) {
        if (step.type === 'restart') {
          if (hasRestarted)
            throw new EngineError(
              'download_failed',
              `${nameOfAddress(address)} changed while it was being read.`,
            );
          hasRestarted = true;
          Object.assign(at, { start: 0, etag: undefined });
        } else {
          at.start += step.bytes.length;
          at.etag = step.etag ?? at.etag;
        }
        yield step;
      }
      if (at.start < end) throw new EngineError('network_unreachable', 'The connection was cut.');
    } catch (thrown) {
      const error = EngineError.from(thrown, 'network_unreachable');
      failures = at.start > before ? 1 : failures + 1;
      await waitToRetry(at.start > 0 ? hopeForRenewal(error) : error, failures, waiting, signal);
    }
  }
}

/**
 * Where bytes have come before, a refusal without a reason means that a session or an address has
 * expired: the hub gives another.
 */
function hopeForRenewal(error: EngineError): EngineError {
  const { status, errorCode } = error.details;
  if (errorCode !== undefined || (status !== 401 && status !== 403)) return error;
  return new EngineError(error.code, error.message, {
    cause: error,
    details: { ...error.details, isPassing: true },
  });
}
