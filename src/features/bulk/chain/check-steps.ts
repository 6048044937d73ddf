import {
  fillPictures,
  isPictureName,
  NO_PICTURE,
  type FindPicture,
} from '../../../engine/bulk/recipe-pictures.ts';
import { EngineError } from '../../../engine/errors.ts';
import { OPERATIONS } from '../../../engine/image-ops/operations/operations.ts';
import { parseOptions } from '../../../engine/image-ops/options.ts';
import type { ChainStep } from './chain-store.ts';

/** Pictures by their names; `null`: it is not stored any more. */
type KnownPictures = ReadonlyMap<string, Blob | null>;

/** What is wrong with a step, as the engine would say it; `null`: nothing. */
export function checkStep(
  { op, options }: ChainStep,
  pictures: KnownPictures = new Map(),
): EngineError | null {
  const operation = OPERATIONS.get(op);
  if (!operation)
    return new EngineError('invalid_request', `There is no operation "${op}". Remove this step.`);
  // One that was not read yet is taken for there.
  const find: FindPicture = (name) =>
    name === NO_PICTURE || pictures.get(name) === null ? undefined : new Blob();
  try {
    const [filled] = fillPictures([{ op, options }], find);
    parseOptions(op, operation.options, filled?.options);
    return null;
  } catch (thrown) {
    return EngineError.from(thrown);
  }
}

/** Whether all pictures that a step names have been read. */
export function hasPictures({ options }: ChainStep, pictures: KnownPictures): boolean {
  return Object.values(options).every(
    (value) => !isPictureName(value) || value === NO_PICTURE || pictures.has(value),
  );
}
