import type { Redis } from 'ioredis';
import type { JobProgress } from '../../../src/api/jobs/job-desk.ts';
import { MAX_EVENTS, type RunningEvent } from '../leased-job-store.ts';

/** What is told while a job runs, for watchers in any process. */
export interface RedisEvents {
  keep(job: string, progress: JobProgress): Promise<void>;
  read(job: string, after: number): Promise<RunningEvent[]>;
  /** The newest, as it was told. */
  readPreview(job: string): Promise<string | undefined>;
  forget(job: string): Promise<void>;
}

/** After which nobody comes back for them. */
const KEEP_SECONDS = 86_400;

export function createRedisEvents(client: Redis, prefix: string): RedisEvents {
  const keysOf = (job: string) => ({
    numbers: `${prefix}:event-number:${job}`,
    progress: `${prefix}:events:${job}`,
    preview: `${prefix}:preview:${job}`,
  });
  async function readPreviewEvent(job: string): Promise<RunningEvent | undefined> {
    const text = await client.get(keysOf(job).preview);
    return text === null ? undefined : (JSON.parse(text) as RunningEvent);
  }
  return {
    async keep(job, progress) {
      const { numbers, progress: list, preview: newest } = keysOf(job);
      const { preview, ...data } = progress;
      const last = await client.incrby(numbers, preview ? 2 : 1);
      const number = preview ? last - 1 : last;
      const told = client
        .multi()
        .zadd(list, number, JSON.stringify({ id: number, type: 'progress', data }))
        .zremrangebyrank(list, 0, -1 - MAX_EVENTS)
        .expire(list, KEEP_SECONDS)
        .expire(numbers, KEEP_SECONDS);
      if (preview) {
        const event = { id: last, type: 'preview', data: { stage: data.stage, preview } };
        told.set(newest, JSON.stringify(event), 'EX', KEEP_SECONDS);
      }
      await told.exec();
    },
    async read(job, after) {
      const texts = await client.zrangebyscore(keysOf(job).progress, `(${after}`, '+inf');
      const preview = await readPreviewEvent(job);
      return [
        ...texts.map((text) => JSON.parse(text) as RunningEvent),
        ...(preview && preview.id > after ? [preview] : []),
      ].sort((a, b) => a.id - b.id);
    },
    async readPreview(job) {
      const event = await readPreviewEvent(job);
      return event?.type === 'preview' ? event.data.preview : undefined;
    },
    forget: async (job) => void (await client.del(...Object.values(keysOf(job)))),
  };
}
