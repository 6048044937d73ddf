import type { EngineReport } from '../../engine/companion/companion-admin.ts';
import { listEngineFacts } from './describe-report.ts';

/** The engines that run, each with the model it holds. */
export function ModelList({ engines }: { engines: readonly EngineReport[] }) {
  const running = engines.filter(({ state }) => state !== 'idle');
  if (running.length === 0)
    return <p className="text-sm text-soft">None. The first request starts the engine it needs.</p>;
  return (
    <ul aria-label="Models in memory" className="divide-y border-y text-sm">
      {running.map((engine) => (
        <li key={engine.engine} className="flex flex-col gap-0.5 py-2">
          <span className="break-all">{engine.model ?? 'No model yet'}</span>
          <span className={`text-xs ${engine.state === 'down' ? 'text-danger' : 'text-soft'}`}>
            {listEngineFacts(engine).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
