import { collectDefaultMetrics, Registry } from 'prom-client';
import { createApi } from '../src/api/create-api.ts';
import type { ApiApp } from '../src/api/http/add-route.ts';
import type { Gate } from '../src/api/http/gate.ts';
import { addAdminRoutes } from './admin/admin-routes.ts';
import { addKeyRoutes } from './admin/key-routes.ts';
import { addReportRoutes } from './admin/report-routes.ts';
import { isLoopback, type Settings } from './config.ts';
import type { OpenJobs } from './jobs/open-jobs.ts';
import { createGate } from './keys/gate.ts';
import type { SharedKeyRing } from './keys/keys.ts';
import { openCounters } from './limits/counters.ts';
import { createMeter } from './limits/meter.ts';
import type { Log } from './log/log.ts';
import { isNotable, sayRequest } from './log/say-request.ts';
import { watchRequests } from './metrics/request-metrics.ts';
import { watchState } from './metrics/state-metrics.ts';
import { keepPrompts } from './requests/keep-prompts.ts';
import { createRequestLog } from './requests/request-log.ts';
import { addSearchRoutes } from './search/search-routes.ts';
import type { ServerServices } from './services.ts';
import type { ServerDatabase } from './store/database.ts';
import { traceRequests } from './traces/trace-requests.ts';

interface ServerApiOptions {
  settings: Settings;
  services: ServerServices;
  database: ServerDatabase;
  keys: SharedKeyRing;
  jobs: Pick<OpenJobs, 'desk' | 'store' | 'words'>;
  log: Log;
}

/** The API with what only a server has around it: keys and limits, the log, figures. */
export async function openServerApi(
  options: ServerApiOptions,
): Promise<{ api: ApiApp; close(): Promise<void> }> {
  const { settings, services, database, keys, jobs, log } = options;
  const { forwarder } = services;
  const counters = await openCounters({ queue: settings.queue, database, log });
  const requests = createRequestLog({
    ...{ database, log, keepDays: settings.logDays, maxBytes: settings.logMb * 1e6 },
  });
  const register = new Registry();
  collectDefaultMetrics({ register });
  watchState(register, { ...services.watched, jobs: jobs.store });
  const metrics = watchRequests(register);
  const gate = traceRequests(createServerGate(options, createMeter(counters)), isNotable);
  const api = createApi(services, {
    maxBodyBytes: settings.maxBodyMb * 1e6,
    jobs: jobs.desk,
    gate: settings.logPrompts ? keepPrompts(gate) : gate,
    onRequestStart: metrics.onRequestStart,
    onRequestEnd(entry) {
      metrics.onRequestEnd(entry);
      if (!isNotable(entry)) return;
      requests.write(entry);
      sayRequest(entry, log);
    },
    ...(forwarder && { forwarder }),
    ...(settings.publicUrl && { root: settings.publicUrl }),
  });
  addAdminRoutes(api, { register, requests });
  addReportRoutes(api, {
    ...{ ...services.watched, version: services.version, register },
    ...{ jobs: jobs.store, desk: jobs.desk },
  });
  addKeyRoutes(api, keys);
  addSearchRoutes(api, jobs);
  return {
    api,
    async close() {
      await counters.close();
      requests.close();
    },
  };
}

function createServerGate(
  { settings: { host, requireKey }, keys }: ServerApiOptions,
  meter: ReturnType<typeof createMeter>,
): Gate {
  const isAdminOpen = isLoopback(host) && !requireKey;
  return createGate({ keys, meter, isKeyRequired: requireKey, isAdminOpen });
}
