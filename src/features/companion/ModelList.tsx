import type { EngineReport, MemoryReport } from '../../engine/companion/companion-admin.ts';
import { describeMemory, listEngineFacts } from './describe-report.ts';

interface ModelListProps {
  engines: readonly EngineReport[];
  memory: MemoryReport | undefined;
}

/** The memory there is, and the engines that run, each with the model it holds. */
export function ModelList({ engines, memory }: ModelListProps) {
  return (
    <>
      {memory && <p className="pb-2 text-sm text-soft">{describeMemory(memory)}</p>}
      <EngineList engines={engines} memory={memory} />
    </>
  );
}

function EngineList({ engines, memory }: ModelListProps) {
  const running = engines.filter(({ state }) => state !== 'idle');
  if (running.length === 0)
    return <p className="text-sm text-soft">None. The first request starts the engine it needs.</p>;
  return (
    <ul aria-label="Models in memory" className="divide-y border-y text-sm">
      {running.map((engine) => (
        <li key={`${engine.engine} ${engine.model}`} className="flex flex-col gap-0.5 py-2">
          <span className="break-all">{engine.model ?? 'No model yet'}</span>
          <span className={`text-xs ${engine.state === 'down' ? 'text-danger' : 'text-soft'}`}>
            {listEngineFacts(engine, memory).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
