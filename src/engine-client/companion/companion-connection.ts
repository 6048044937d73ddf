import type { CompanionAddress, CompanionWorker } from '../../../workers/companion.worker.ts';
import type { CompanionAdmin } from '../../engine/companion/companion-admin.ts';
import type { CompanionFinding } from '../../engine/companion/companion-finding.ts';
import { connectWorker, STOP_WITHIN_MS, type WorkerConnection } from '../worker-connection.ts';

/** The engines of a companion, asked through a worker. */
export interface CompanionConnection extends Pick<
  CompanionWorker,
  'check' | 'chat' | 'draw' | 'speak'
> {
  administer(address: CompanionAddress): CompanionAdmin;
  /** The next call starts a worker with the page's policy as it is then. */
  renew(): void;
}

export function connectCompanion(): CompanionConnection {
  const worker = connectWorker<CompanionWorker>({
    create: (name) =>
      new Worker(new URL('../../../workers/companion.worker.ts', import.meta.url), {
        type: 'module',
        name,
      }),
    stopWithinMs: STOP_WITHIN_MS,
  });
  return {
    check: (address, signal) =>
      worker.call<CompanionFinding>((engine, own) => engine.check(address, own), signal),
    chat: (address, request, signal) =>
      worker.iterate((engine, own) => engine.chat(address, request, own), signal),
    draw: (address, request, signal) =>
      worker.iterate((engine, own) => engine.draw(address, request, own), signal),
    speak: (address, request, signal) =>
      worker.iterate((engine, own) => engine.speak(address, request, own), signal),
    administer: (address) => administer(worker, address),
    renew: () => worker.end(),
  };
}

function administer(
  { call }: WorkerConnection<CompanionWorker>,
  address: CompanionAddress,
): CompanionAdmin {
  return {
    readReport: (signal) => call((engine, own) => engine.readReport(address, own), signal),
    listRequests: (signal) => call((engine, own) => engine.listRequests(address, own), signal),
    listKeys: (signal) => call((engine, own) => engine.listKeys(address, own), signal),
    createKey: (wanted, signal) =>
      call((engine, own) => engine.createKey(address, wanted, own), signal),
    revokeKey: (id, signal) => call((engine, own) => engine.revokeKey(address, id, own), signal),
    cancelJob: (id, signal) => call((engine, own) => engine.cancelJob(address, id, own), signal),
  };
}
