import type { CompanionWorker } from '../../../workers/companion.worker.ts';
import type { CompanionFinding } from '../../engine/companion/companion-finding.ts';
import { connectWorker, STOP_WITHIN_MS } from '../worker-connection.ts';

/** The engines of a companion, asked through a worker. */
export interface CompanionConnection extends CompanionWorker {
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
    renew: () => worker.end(),
  };
}
