import type { Tabs } from '../../../engine-client/tabs.ts';
import type { QueueState, SharedRun } from './image-run.ts';
import type { QueueNews } from './queue-news.ts';

/** What another tab draws, as this one shows it. */
export interface RunElsewhere {
  /** Adopts what the other tab reports. */
  show(state: SharedRun): void;
  /** It draws no longer. */
  forget(): void;
  /** Calls `onGone` when no tab draws any more, also where it ended without a word. */
  watch(): Promise<void>;
}

interface RunElsewhereOptions {
  tabs: Tabs<QueueNews>;
  read(): QueueState;
  change(part: Partial<QueueState>): void;
  onGone(): Promise<void>;
}

export function createRunElsewhere({
  tabs,
  read,
  change,
  onGone,
}: RunElsewhereOptions): RunElsewhere {
  function isShown(): boolean {
    const { run } = read();
    return run.status !== 'idle' && run.isElsewhere === true;
  }
  function forget(): void {
    if (isShown()) change({ run: { status: 'idle' } });
  }
  async function watch(): Promise<void> {
    await tabs.takeTurn(() => Promise.resolve()).catch(() => undefined);
    forget();
    await onGone();
  }
  return {
    forget,
    watch,
    show({ run, ...rest }) {
      if (run.status === 'idle') return change({ ...rest, run });
      const wasShown = isShown();
      const queue = read().queue.filter(({ id }) => id !== run.job.id);
      change({ ...rest, run: { ...run, isElsewhere: true }, queue, isPaused: false });
      if (!wasShown) void watch();
    },
  };
}
