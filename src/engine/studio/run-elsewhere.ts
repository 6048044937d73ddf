import type { Tabs } from '../tabs.ts';
import type { JobQueueState, StateAccess } from './job-queue-state.ts';
import type { QueuedJob } from './job-store.ts';
import type { QueueNews } from './queue-news.ts';

/** What another tab runs, as this one shows it. */
export interface RunElsewhere<Job, Report> {
  /** Adopts what the other tab reports. */
  show(state: Pick<JobQueueState<Job, Report>, 'running' | 'report'>): void;
  /** It runs nothing any more. */
  forget(): void;
  /** Calls `onGone` when no tab runs anything, also where it ended without a word. */
  watch(): Promise<void>;
}

interface RunElsewhereOptions<Job, Report> extends StateAccess<Job, Report> {
  tabs: Tabs<QueueNews<Job, Report>>;
  onGone(): Promise<void>;
}

export function createRunElsewhere<Job extends QueuedJob, Report>({
  tabs,
  read,
  change,
  onGone,
}: RunElsewhereOptions<Job, Report>): RunElsewhere<Job, Report> {
  const isShown = () => read().running?.isElsewhere === true;
  function forget(): void {
    if (isShown()) change({ running: null });
  }
  async function watch(): Promise<void> {
    await tabs.takeTurn(() => Promise.resolve()).catch(() => undefined);
    forget();
    await onGone();
  }
  return {
    forget,
    watch,
    show({ running, report }) {
      if (!running) return change({ running, report });
      const wasShown = isShown();
      const { isHeld: isPaused, running: before } = read();
      // What was told to stop here may tell of itself before it has heard.
      const wasStopped = before?.job.id === running.job.id && before.isStopping;
      const isStopping = running.isStopping || wasStopped;
      const waiting = read().waiting.filter(({ id }) => id !== running.job.id);
      change({ running: { ...running, isStopping, isElsewhere: true }, report, waiting, isPaused });
      if (!wasShown) void watch();
    },
  };
}
