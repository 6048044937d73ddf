import { resolve } from 'node:path';
import { createStudioRunner } from '../../src/api/studio/run-studio-job.ts';
import type { Settings } from '../config.ts';
import type { Log } from '../log/log.ts';
import { readVersion } from '../read-version.ts';
import { createServices } from '../services.ts';
import { openDatabase } from '../store/database.ts';
import { openTracer } from '../traces/open-tracer.ts';
import { openJobs } from './open-jobs.ts';

/** Runs jobs without a server: engines and workers alone. */
export async function openWorker(
  settings: Settings,
  log: Log,
): Promise<{ drain(): Promise<void>; close(): Promise<void> }> {
  const version = await readVersion();
  const services = createServices({
    ...{ settings, starterFolder: resolve('public/starter'), version, log },
  });
  const tracer = await openTracer({ version, log });
  const database = openDatabase(settings.data);
  const jobs = await openJobs({
    settings: { ...settings, workers: Math.max(1, settings.workers) },
    database,
    runJob: createStudioRunner(services),
    ...{ log, tracer },
  });
  const close = async () => {
    const stopped = jobs.stop();
    services.end();
    await stopped;
    await tracer.close();
    database.close();
  };
  return {
    close,
    async drain() {
      await jobs.drain(settings.drainSeconds * 1000);
      await close();
    },
  };
}
