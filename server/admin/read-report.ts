import type { Registry } from 'prom-client';
import type { z } from '@hono/zod-openapi';
import type { requestTotalsSchema, serverReportSchema } from '../../src/api/admin/admin-schema.ts';
import type { JobView } from '../../src/api/jobs/job-desk.ts';
import type { GatewayNode } from '../gateway/gateway-node.ts';
import type { LeasedJobStore } from '../jobs/leased-job-store.ts';
import { isQuestion } from '../log/say-request.ts';
import type { MemoryView } from '../memory/memory-arbiter.ts';
import { readResidentBytes } from '../memory/resident-bytes.ts';
import type { WatchedState } from '../metrics/state-metrics.ts';
import type { ProcessReport } from '../engines/process-report.ts';

type ServerReport = z.output<typeof serverReportSchema>;
type MemoryReport = NonNullable<ServerReport['memory']>;

/** What a server is looked at by. */
export interface ReportSources extends Omit<WatchedState, 'jobs'> {
  version: string;
  jobs: Pick<LeasedJobStore, 'count' | 'page'>;
  /** With the counters of `watchRequests`. */
  register: Registry;
}

/** Of those that wait or run. */
const MAX_JOBS = 50;

/** How a server is now. Never throws for a queue that is away. */
export async function readReport(sources: ReportSources): Promise<ServerReport> {
  const { version, processes, nodes, jobs, register, memory } = sources;
  return {
    version,
    uptimeSeconds: Math.round(process.uptime()),
    engines: await Promise.all(processes().map(describeEngine)),
    memory: describeMemory(await memory()),
    nodes: nodes.map(describeNode),
    queue: await readQueue(jobs).catch(() => null),
    requests: await readTotals(register),
  };
}

async function describeEngine({
  engine,
  state,
  pid,
  running,
  model,
}: ProcessReport): Promise<ServerReport['engines'][number]> {
  if (pid === undefined) return { engine, state, running, model: null, bytes: null };
  const bytes = (await readResidentBytes(pid)) ?? null;
  return { engine, state, running, model: model ?? null, bytes };
}

function describeMemory({ devices, residents, waiting }: MemoryView): MemoryReport {
  const now = Date.now();
  return {
    devices: devices.map(({ id, kind, name, totalBytes, freeBytes }) => ({
      ...{ id, kind, name, totalBytes, freeBytes },
    })),
    models: residents.map(({ engine, model, bytes, leases, lastUsedAt, isMeasured, isWarm }) => ({
      ...{ engine, model, leases, isMeasured, isWarm },
      devices: [...bytes].map(([id, taken]) => ({ id, bytes: Math.round(taken) })),
      idleSeconds: leases > 0 ? 0 : Math.round((now - lastUsedAt) / 1000),
    })),
    waiting: waiting.length,
  };
}

function describeNode(node: GatewayNode): ServerReport['nodes'][number] {
  const { address, models, isUp, isTripped, running, load, last } = node;
  const { name, kind, url } = address;
  return {
    ...{ name, kind, url, running },
    state: !isUp ? 'away' : isTripped ? 'failing' : 'up',
    models: models.length,
    queueDepth: load.queueDepth,
    errors: load.errors,
    latencyMs: last.latencyMs ?? null,
    lastError: last.error ?? null,
  };
}

async function readQueue(jobs: ReportSources['jobs']): Promise<ServerReport['queue']> {
  const running = await jobs.page({ status: 'processing', limit: MAX_JOBS });
  const waiting = await jobs.page({ status: 'queued', limit: MAX_JOBS });
  waiting.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const listed = [...running, ...waiting].slice(0, MAX_JOBS);
  return { counts: { ...(await jobs.count()) }, jobs: listed.map(toListed) };
}

/** Without pictures, which are large, and where the result lies. */
function toListed(job: JobView & { result?: string }): JobView {
  const { result: _, progress, ...view } = job;
  if (!progress) return view;
  const { stage, step, of } = progress;
  return { ...view, progress: { stage, step, of } };
}

async function readTotals(register: Registry): Promise<z.output<typeof requestTotalsSchema>> {
  const ended = await readCounts(register, 'triptych_requests_total');
  const asked = ended.filter(({ labels: { route } }) => !isQuestion({ route: String(route) }));
  const tokens = await readCounts(register, 'triptych_tokens_total');
  const tokensOf = (kind: string) => sum(tokens.filter(({ labels }) => labels.kind === kind));
  return {
    running: sum(await readCounts(register, 'triptych_requests_running')),
    ended: sum(asked),
    failed: sum(asked.filter(({ labels: { status } }) => !isGood(Number(status)))),
    promptTokens: tokensOf('prompt'),
    completionTokens: tokensOf('completion'),
    pictures: sum(await readCounts(register, 'triptych_pictures_total')),
    speechSeconds: sum(await readCounts(register, 'triptych_speech_seconds_total')),
  };
}

interface Count {
  value: number;
  labels: Partial<Record<string, string | number>>;
}

async function readCounts(register: Registry, name: string): Promise<readonly Count[]> {
  return (await register.getSingleMetric(name)?.get())?.values ?? [];
}

function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { value }) => total + value, 0);
}

/** 0: the client left before there was an answer. */
function isGood(status: number): boolean {
  return status > 0 && status < 400;
}
