import type { JobProgress } from '../../src/api/jobs/job-desk.ts';

/** Tells one thing after the other; of what comes meanwhile, the newest. */
export function createJobNews(send: (progress: JobProgress) => Promise<unknown>) {
  let next: JobProgress | undefined;
  let sending: Promise<void> | undefined;
  async function sendAll(): Promise<void> {
    for (let now = next; now; now = next) {
      next = undefined;
      // Nobody's work fails because its progress could not be told.
      await send(now).catch(() => undefined);
    }
    sending = undefined;
  }
  return {
    tell(progress: JobProgress): void {
      next = progress;
      sending ??= sendAll();
    },
    settle: async () => sending,
  };
}
