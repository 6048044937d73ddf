import { EngineError } from '../errors.ts';
import type { Tabs } from '../tabs.ts';
import type { JobQueueState, StateAccess } from './job-queue-state.ts';
import { compareJobs, type MovableJobStore, type QueuedJob, type StoredJob } from './job-store.ts';
import { createOwnRun, type OwnRun, type RunJob } from './own-run.ts';
import type { QueueNews } from './queue-news.ts';
import { createRunElsewhere } from './run-elsewhere.ts';
import { createWaitingJobs, type WaitingJobs } from './waiting-jobs.ts';

export interface JobQueue<Job extends QueuedJob, Report> {
  state(): JobQueueState<Job, Report>;
  /** Reads the queue of an earlier visit, or of other tabs; call once. */
  restore(): Promise<void>;
  /** Returns the id of the job. */
  enqueue(request: Omit<Job, 'id' | 'order'>): string;
  /** Ends the running job: what it made stays, and it joins the stopped ones. */
  stop(): void;
  /** Gives up a job that waits. */
  cancel(id: string): void;
  /** Changes places with the job before. */
  moveUp(id: string): void;
  /** Lets the running job end, and begins no other in any tab until `resume`. */
  pause(): void;
  /** Continues what was paused, or what an earlier visit left. */
  resume(): void;
  /** Enqueues a job that failed or was stopped once more, for the parts that are left. */
  retry(id: string, changes?: Partial<Job>): void;
  /** Takes a job from the failed and stopped ones. */
  dismiss(id: string): void;
}

export interface JobQueueOptions<Job extends QueuedJob, Report> {
  store: MovableJobStore;
  tabs: Tabs<QueueNews<Job, Report>>;
  /** Reads a stored job; `undefined` for one that another version wrote, which is left alone. */
  parse(row: StoredJob): Job | undefined;
  runJob: RunJob<Job, Report>;
  /** What is told before any job has begun. */
  firstReport: Report;
  /** What is told of a job that has just begun, after what was told of the last. Default: `firstReport`. */
  beginReport?(job: Job, last: Report): Report;
  onChange(state: JobQueueState<Job, Report>): void;
}

/**
 * One queue for all tabs, one job after the other: it is in the store, and the tab that has the
 * turn runs what waits there, whoever asked for it. The others show its reports. A job notes how
 * many of its parts are done, so that none is made twice.
 */
export function createJobQueue<Job extends QueuedJob, Report>(
  options: JobQueueOptions<Job, Report>,
): JobQueue<Job, Report> {
  const { tabs } = options;
  const access = createState(options);
  const { read, change } = access;
  const waiting = createWaitingJobs({
    ...options,
    onChange: () => tabs.tell({ type: 'queue-change' }),
  });
  const run = createOwnRun({ ...options, ...access, waiting });
  /** Asked for in this tab. */
  const own = new Set<string>();
  const work = createWork({ ...access, tabs, waiting, run });
  let lastOrder = 0;

  tabs.listen((news) => {
    if (news.type === 'queue-change') void work.refresh();
    if (news.type === 'queue-hold') follow(news.isHeld);
    if (news.type === 'run-ask' && read().isHeld) hold(true);
    if (news.type === 'run-state' && !run.isOn()) work.elsewhere.show(news);
    if (news.type === 'run-stop') run.stopForOther(news.id);
    if (news.type === 'run-stopped') run.noteStoppedElsewhere(news.job);
    if (news.type === 'run-ask' && run.isOn()) run.share();
    if (news.type === 'run-failure' && own.has(news.job.id)) {
      const error = new EngineError(news.code, news.message, news);
      change({ failures: [...read().failures, { job: news.job, error }] });
    }
  });

  /** Whoever resumes runs what is stored; what the store did not take is only here. */
  function follow(isHeld: boolean): void {
    change({ isHeld, isPaused: isHeld });
    if (!isHeld && read().waiting.some(({ id }) => own.has(id))) void work.start();
  }
  function hold(isHeld: boolean): void {
    change({ isHeld, isPaused: isHeld });
    tabs.tell({ type: 'queue-hold', isHeld });
  }
  function enqueue(request: Omit<Job, 'id' | 'order'>): string {
    lastOrder = Math.max(Date.now(), lastOrder + 1);
    const job = { ...request, id: crypto.randomUUID(), order: lastOrder } as Job;
    own.add(job.id);
    void waiting.keep(job);
    const { waiting: before, isHeld: isPaused } = read();
    change({ waiting: [...before, job].sort(compareJobs), isPaused });
    void work.start();
    return job.id;
  }
  function dismiss(id: string): void {
    change({
      failures: read().failures.filter(({ job }) => job.id !== id),
      stopped: read().stopped.filter((job) => job.id !== id),
    });
  }

  return {
    state: read,
    stop: run.stop,
    enqueue,
    dismiss,
    async restore() {
      tabs.tell({ type: 'run-ask' });
      await work.pauseIfLeft();
    },
    cancel(id) {
      change({ waiting: read().waiting.filter((job) => job.id !== id) });
      void waiting.forget(id);
    },
    moveUp: (id) => void moveUp(id, waiting, access).then(work.refresh),
    pause: () => hold(true),
    resume() {
      hold(false);
      void work.start();
    },
    retry(id, changes = {}) {
      const ended = [...read().failures.map(({ job }) => job), ...read().stopped];
      const job = ended.find((each) => each.id === id);
      dismiss(id);
      if (job) enqueue({ ...job, ...changes });
    },
  };
}

function createState<Job extends QueuedJob, Report>({
  firstReport,
  onChange,
}: JobQueueOptions<Job, Report>): StateAccess<Job, Report> {
  let state: JobQueueState<Job, Report> = {
    running: null,
    report: firstReport,
    waiting: [],
    isPaused: false,
    isHeld: false,
    failures: [],
    stopped: [],
  };
  return {
    read: () => state,
    change: (part) => onChange((state = { ...state, ...part })),
  };
}

/** Gives a job and the one before it each other's place. */
async function moveUp<Job extends QueuedJob, Report>(
  id: string,
  waiting: WaitingJobs<Job>,
  { read, change }: StateAccess<Job, Report>,
): Promise<void> {
  const queue = read().waiting;
  const at = queue.findIndex((job) => job.id === id);
  const [job, before] = [queue[at], queue[at - 1]];
  if (!job || !before) return;
  const first = { ...job, order: before.order, priority: before.priority };
  const second = { ...before, order: job.order, priority: job.priority };
  change({ waiting: queue.with(at - 1, first).with(at, second) });
  await waiting.place(first, second);
}

interface WorkOptions<Job, Report> extends StateAccess<Job, Report> {
  tabs: Tabs<QueueNews<Job, Report>>;
  waiting: WaitingJobs<Job>;
  run: OwnRun<Job>;
}

/** Takes the turn among the tabs, and runs jobs while it has it. */
function createWork<Job extends QueuedJob, Report>(options: WorkOptions<Job, Report>) {
  const { tabs, waiting, run, read, change } = options;
  const elsewhere = createRunElsewhere({ tabs, read, change, onGone: pauseIfLeft });
  let isWorking = false;
  /** Somebody has asked for work since this tab last looked for some. */
  let isAsked = false;

  async function refresh(): Promise<void> {
    const all = await waiting.list();
    const runningId = read().running?.job.id;
    change({ waiting: all.filter(({ id }) => id !== runningId) });
  }
  /** A closed tab's jobs wait until the user says so. */
  async function pauseIfLeft(): Promise<void> {
    await refresh();
    if (isWorking || read().waiting.length === 0) return;
    if (await tabs.isTurnTaken()) void elsewhere.watch();
    else if (!isWorking) change({ isPaused: true });
  }
  async function findNext(): Promise<Job | undefined> {
    isAsked = false;
    await refresh();
    return read().isPaused ? undefined : read().waiting[0];
  }
  /** Runs what waits, one after the other, while no other tab does. */
  async function start(): Promise<void> {
    isAsked = true;
    if (isWorking || read().isPaused) return;
    isWorking = true;
    try {
      await tabs.takeTurn(async () => {
        elsewhere.forget();
        for (let job = await findNext(); job; job = await findNext()) await run.run(job);
      });
    } finally {
      isWorking = false;
    }
    // Something came, or was resumed, when the last job had just been finished.
    if (isAsked) void start();
  }
  return { refresh, pauseIfLeft, start, elsewhere };
}
