import { Gauge, type Registry } from 'prom-client';
import type { EngineState } from '../../src/api/services.ts';
import type { GatewayNode } from '../gateway/gateway-node.ts';
import type { LeasedJobStore } from '../jobs/leased-job-store.ts';
import { readResidentBytes } from './resident-bytes.ts';

/** An engine's process, as far as others may know. */
export interface ProcessReport {
  engine: string;
  state: EngineState;
  pid: number | undefined;
  /** Calls that run or wait. */
  running: number;
  /** That was last asked for, and so is in memory. */
  model: string | undefined;
}

export interface WatchedState {
  processes(): readonly ProcessReport[];
  nodes: readonly GatewayNode[];
  jobs: Pick<LeasedJobStore, 'count'>;
}

const STATES: readonly EngineState[] = ['ready', 'starting', 'idle', 'down'];

/** Looks at engines, queue and upstreams whenever it is asked. */
export function watchState(register: Registry, state: WatchedState): void {
  watchEngines(register, state);
  watchJobs(register, state);
  watchUpstreams(register, state);
}

function watchEngines(register: Registry, { processes }: WatchedState): void {
  const registers = [register];
  new Gauge({
    ...{ name: 'triptych_engine_state', help: '1 for the state that an engine is in.', registers },
    labelNames: ['engine', 'state'],
    collect() {
      for (const { engine, state } of processes())
        for (const each of STATES) this.set({ engine, state: each }, each === state ? 1 : 0);
    },
  });
  new Gauge({
    ...{ name: 'triptych_engine_requests', help: 'Calls of an engine, also waiting.', registers },
    labelNames: ['engine'],
    collect() {
      for (const { engine, running } of processes()) this.set({ engine }, running);
    },
  });
  new Gauge({
    name: 'triptych_engine_memory_bytes',
    help: 'Memory of an engine’s process, with the model it holds; not that of a GPU.',
    ...{ labelNames: ['engine', 'model'], registers },
    async collect() {
      this.reset();
      for (const { engine, pid, model = 'none' } of processes()) {
        const bytes = pid === undefined ? undefined : await readResidentBytes(pid);
        if (bytes !== undefined) this.set({ engine, model }, bytes);
      }
    },
  });
}

function watchJobs(register: Registry, { jobs }: WatchedState): void {
  new Gauge({
    name: 'triptych_jobs',
    help: 'Jobs by their state; those that are processing are held by a worker’s lease.',
    ...{ labelNames: ['status'], registers: [register] },
    async collect() {
      this.reset();
      // A queue that is away has no length, and keeps nothing else from being told.
      const counts = await jobs.count().catch(() => ({}));
      for (const [status, count] of Object.entries(counts)) this.set({ status }, Number(count));
    },
  });
}

function watchUpstreams(register: Registry, { nodes }: WatchedState): void {
  const watch = (name: string, help: string, read: (node: GatewayNode) => number) =>
    new Gauge({
      ...{ name, help, labelNames: ['upstream'], registers: [register] },
      collect() {
        for (const node of nodes) this.set({ upstream: node.address.name }, read(node));
      },
    });
  watch('triptych_upstream_up', 'Whether it answers.', ({ isUp }) => (isUp ? 1 : 0));
  watch('triptych_upstream_requests', 'Sent from here, unanswered.', ({ running }) => running);
  watch('triptych_upstream_queue', 'Its queue as it tells.', ({ load }) => load.queueDepth);
  watch('triptych_upstream_errors', 'Failures of the last minute.', ({ load }) => load.errors);
}
