import { availableParallelism, cpus, totalmem } from 'node:os';

/** The machine in words, as a table names it. */
export function describeMachine(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `${availableParallelism()}-core ${model.trim()}, ${Math.round(totalmem() / 1e9)} GB, ${process.platform}`;
}
