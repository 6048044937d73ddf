import { EngineError } from '../../../engine/errors.ts';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import { parseOptions } from '../../../engine/image-ops/options.ts';
import type { ChainStep } from './chain-store.ts';

/** What is wrong with a step, as the engine would say it; `null`: nothing. */
export function checkStep({ op, options }: ChainStep): EngineError | null {
  const operation = OPERATIONS.get(op);
  if (!operation)
    return new EngineError('invalid_request', `There is no operation "${op}". Remove this step.`);
  try {
    parseOptions(op, operation.options, options);
    return null;
  } catch (thrown) {
    return EngineError.from(thrown);
  }
}
