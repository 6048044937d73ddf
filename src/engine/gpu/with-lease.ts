import { EngineError } from '../errors.ts';
import type { GpuArbiter, LeaseRequest } from './gpu-lease.ts';

/** Failures that more free memory may mend. */
const MENDABLE: ReadonlySet<string> = new Set(['out_of_memory', 'device_lost']);

/**
 * A consumer slower than this (speech being listened to) does not block others from the GPU
 * meanwhile.
 */
const UNASKED_MS = 1000;

export interface LeasedWork<E> {
  /** Starts the work; called again after a failure that more memory may mend. */
  start(signal: AbortSignal): AsyncIterable<E>;
  /** Whether an event is part of the result: after one, the work is not started again. */
  isResult(event: E): boolean;
}

/**
 * Works under a lease, each event a sign of life. Where the device is lost or its memory runs out
 * before there is a result, the others are unloaded and the work is started once more; then it
 * throws `out_of_memory` or `device_lost` with `requestedBytes` and `availableBytes`. Besides what
 * the work and `GpuArbiter.lease` throw.
 */
export async function* iterateWithLease<E>(
  arbiter: GpuArbiter,
  request: LeaseRequest,
  { start, isResult }: LeasedWork<E>,
  signal: AbortSignal,
): AsyncGenerator<E> {
  let availableBytes: number | undefined;
  for (;;) {
    const lease = await arbiter.lease(request, signal);
    let hasResult = false;
    try {
      for await (const event of start(AbortSignal.any([signal, lease.revoked]))) {
        lease.renew();
        hasResult ||= isResult(event);
        const pausing = setTimeout(() => lease.pause(), UNASKED_MS);
        yield event;
        clearTimeout(pausing);
        await lease.resume(signal);
        // The producer waits until the next event is requested: a batch stops here while
        // interactive work computes.
        if (request.priority === 'batch') await lease.giveWay(signal);
      }
      return;
    } catch (thrown) {
      const error = lease.revoked.aborted
        ? (lease.revoked.reason as EngineError)
        : EngineError.from(thrown);
      if (!MENDABLE.has(error.code)) throw error;
      if (availableBytes !== undefined || hasResult)
        throw withNumbers(error, request.bytes, availableBytes ?? (await arbiter.freeAll(request)));
      availableBytes = await arbiter.freeAll(request);
    } finally {
      lease.release();
    }
  }
}

function withNumbers(
  error: EngineError,
  requestedBytes: number,
  availableBytes: number,
): EngineError {
  const details = { ...error.details, requestedBytes, availableBytes };
  return new EngineError(error.code, error.message, { cause: error, details });
}
