import { Gauge, type Registry } from 'prom-client';
import type { EngineState } from '../../src/api/services.ts';
import type { ProcessReport } from '../engines/process-report.ts';
import type { GatewayNode } from '../gateway/gateway-node.ts';
import type { LeasedJobStore } from '../jobs/leased-job-store.ts';
import type { MemoryView } from '../memory/memory-arbiter.ts';
import { readResidentBytes } from '../memory/resident-bytes.ts';
import { shareAnswer } from '../memory/share-answer.ts';

export interface WatchedState {
  processes(): readonly ProcessReport[];
  nodes: readonly GatewayNode[];
  /** The memory of all devices, and the models in it. */
  memory(): Promise<MemoryView>;
  jobs: Pick<LeasedJobStore, 'count'>;
}

const STATES: readonly EngineState[] = ['ready', 'starting', 'idle', 'down'];

/** Looks at engines, queue and upstreams whenever it is asked. */
export function watchState(register: Registry, state: WatchedState): void {
  watchEngines(register, state);
  watchMemory(register, state);
  watchJobs(register, state);
  watchUpstreams(register, state);
}

function watchEngines(register: Registry, { processes }: WatchedState): void {
  const registers = [register];
  new Gauge({
    ...{ name: 'triptych_engine_state', help: 'Processes by engine and state.', registers },
    labelNames: ['engine', 'state'],
    collect() {
      this.reset();
      for (const { engine, state } of processes())
        for (const each of STATES) this.inc({ engine, state: each }, each === state ? 1 : 0);
    },
  });
  new Gauge({
    ...{ name: 'triptych_engine_requests', help: 'Calls of an engine, also waiting.', registers },
    labelNames: ['engine'],
    collect() {
      this.reset();
      for (const { engine, running } of processes()) this.inc({ engine }, running);
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

function watchMemory(register: Registry, { memory }: WatchedState): void {
  const look = shareAnswer(memory);
  const watch = (name: string, help: string, labelNames: string[], write: WriteMemory) =>
    new Gauge({
      ...{ name, help, labelNames, registers: [register] },
      async collect() {
        this.reset();
        write(await look(), (labels, value) => this.set(labels, value));
      },
    });
  const device = ['device', 'name'];
  const model = ['engine', 'model'];
  watch('triptych_device_free_bytes', 'Free memory of a device.', device, ({ devices }, set) =>
    devices.forEach(({ id, name, freeBytes }) => set({ device: id, name }, freeBytes)),
  );
  watch('triptych_device_total_bytes', 'Memory of a device.', device, ({ devices }, set) =>
    devices.forEach(({ id, name, totalBytes }) => set({ device: id, name }, totalBytes)),
  );
  watch('triptych_model_bytes', 'What a model takes.', [...model, 'device'], (view, set) => {
    for (const { engine, model: name, bytes } of view.residents)
      for (const [id, taken] of bytes) set({ engine, model: name, device: id }, taken);
  });
  watch('triptych_model_leases', 'Requests that use a model.', model, ({ residents }, set) =>
    residents.forEach((each) => set({ engine: each.engine, model: each.model }, each.leases)),
  );
  watch('triptych_model_idle_seconds', 'Since its last use.', model, ({ residents }, set) => {
    for (const { engine, model: name, leases, lastUsedAt } of residents)
      set({ engine, model: name }, leases > 0 ? 0 : (Date.now() - lastUsedAt) / 1000);
  });
  watch('triptych_models_waiting', 'Requests that wait for room.', [], ({ waiting }, set) =>
    set({}, waiting.length),
  );
}

type WriteMemory = (
  view: MemoryView,
  set: (labels: Record<string, string>, value: number) => void,
) => void;

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
