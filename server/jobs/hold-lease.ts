import type { JobLease, LeasedJobStore } from './leased-job-store.ts';

export interface LeaseHold {
  /** Fires when the lease was taken away, or could not be renewed in time. */
  lost: AbortSignal;
  end(): void;
}

/** Renews a lease until `end`. */
export function holdLease(store: LeasedJobStore, lease: JobLease, leaseMs: number): LeaseHold {
  const lost = new AbortController();
  let until = Date.now() + leaseMs;
  let isAsking = false;
  const timer = setInterval(
    async () => {
      if (Date.now() > until) return lost.abort();
      if (isAsking) return;
      isAsking = true;
      try {
        const asked = Date.now();
        if (await store.renew(lease)) until = asked + leaseMs;
        else lost.abort();
      } catch {
        // The queue may be back before the lease ends.
      } finally {
        isAsking = false;
      }
    },
    Math.min(1000, leaseMs / 5),
  );
  return { lost: lost.signal, end: () => clearInterval(timer) };
}
