import { Redis } from 'ioredis';

/** A connection that is made again whenever it is lost. */
export function connectRedis(
  url: string,
  options: { maxRetriesPerRequest: number | null },
  onError: (error: unknown) => void,
): Redis {
  const client = new Redis(url, {
    ...options,
    retryStrategy: (times: number) => Math.min(2000, 100 * times),
  });
  return client.on('error', onError);
}

/** Says once a minute what an absent Redis would say many times a second. */
export function createQuietLog(log: (sentence: string) => void): (error: unknown) => void {
  let saidAt = 0;
  return (error) => {
    if (Date.now() - saidAt < 60_000) return;
    saidAt = Date.now();
    log(`Redis: ${error instanceof Error ? error.message : String(error)}`);
  };
}
