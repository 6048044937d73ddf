import { EngineError } from '../../engine/errors.ts';
import type { ImageOpsEngine, ProcessedFile } from '../../engine/image-ops/image-ops-engine.ts';
import type { Findings } from '../../engine/image-ops/findings.ts';
import type { OperationRequest } from '../../engine/image-ops/image-ops-engine.ts';

/** Runs operations to their end. Throws what `process` throws. */
export async function runOperations(
  imageOps: ImageOpsEngine,
  file: Blob,
  operations: readonly OperationRequest[],
  signal: AbortSignal,
): Promise<{ files: readonly ProcessedFile[]; findings: Findings }> {
  for await (const event of imageOps.process({ file, operations }, signal))
    if (event.type === 'finish') return event;
  throw new EngineError('internal', 'The operations gave no picture.');
}
