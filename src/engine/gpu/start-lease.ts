import { EngineError, throwIfAborted } from '../errors.ts';
import type { Lease, LeaseRequest } from './gpu-lease.ts';

/** What a lease needs from its arbiter. */
export interface LeaseHooks {
  /** Whether someone with precedence is waiting. */
  mustGiveWay(): Promise<boolean>;
  /** Waits for the turn again; `passOn` is called once the others know of it. */
  waitAgain(signal: AbortSignal, passOn: () => void): Promise<() => void>;
  /** The lease is over. */
  end(): void;
  /** Ends the owner, which did not answer. */
  unload(): void;
}

const SILENCE_MS = 120_000;

/**
 * A lease that was granted, with the turn that came with it: passes the turn on when it ends, one
 * way or the other.
 */
export function startLease(
  { owner, device, silenceMs = SILENCE_MS }: LeaseRequest,
  firstPass: () => void,
  hooks: LeaseHooks,
): Lease {
  const revoking = new AbortController();
  let pass: (() => void) | undefined = firstPass;
  let isOver = false;
  let timer = setTimeout(revoke, silenceMs);

  function passOn(): void {
    clearTimeout(timer);
    pass?.();
    pass = undefined;
  }
  function end(): void {
    if (isOver) return;
    isOver = true;
    hooks.end();
    passOn();
  }
  function revoke(): void {
    const reason = `The engine did not respond for ${Math.round(silenceMs / 1000)} seconds and was stopped. Try again.`;
    revoking.abort(new EngineError('gpu_timeout', reason, { details: { owner, silenceMs } }));
    hooks.unload();
    end();
  }
  async function waitAgain(signal: AbortSignal): Promise<void> {
    const next = await hooks.waitAgain(signal, passOn);
    if (isOver || signal.aborted) next();
    throwIfAborted(signal);
    if (isOver) return;
    pass = next;
    timer = setTimeout(revoke, silenceMs);
  }
  return {
    revoked: revoking.signal,
    renew() {
      if (isOver || !pass) return;
      clearTimeout(timer);
      timer = setTimeout(revoke, silenceMs);
    },
    async giveWay(signal) {
      if (!isOver && pass && device === 'webgpu' && (await hooks.mustGiveWay()))
        await waitAgain(signal);
    },
    pause: passOn,
    async resume(signal) {
      if (!isOver && !pass) await waitAgain(signal);
    },
    release: end,
  };
}
