import type { EngineError } from '../errors.ts';
import type { BulkItem, Outcome } from './bulk-item.ts';
import type { GivenPoint } from './focal-points.ts';
import type { BulkResult } from './run-bulk.ts';
import { sayFailure } from './say-failure.ts';

/** Whether the picture has been through this recipe as it is now, with whatever outcome. */
export function isCurrent({ outcome, focalPoint }: BulkItem, recipe: string): boolean {
  return outcome?.recipe === recipe && isSame(outcome.focalPoint, focalPoint);
}

function isSame(a: GivenPoint | undefined, b: GivenPoint | undefined): boolean {
  return a?.x === b?.x && a?.y === b?.y;
}

/** What a picture is processed with. */
export interface ItemRecipe {
  /** As `nameRecipe` writes it. */
  recipe: string;
  focalPoint?: GivenPoint | undefined;
}

export function describeResult({ before, made }: BulkResult, used: ItemRecipe): Outcome {
  const { kind, width, height } = before;
  return {
    status: 'done',
    ...used,
    kind,
    width,
    height,
    files: made.files.map(({ file, name, quality, crop, ...facts }) => ({
      ...facts,
      sizeBytes: file.size,
      ...(name === undefined ? {} : { name }),
      ...(quality === undefined ? {} : { quality }),
      ...(crop === undefined ? {} : { crop }),
    })),
    findings: { ...made.findings },
  };
}

export function describeFailure(error: EngineError, used: ItemRecipe): Outcome {
  return { status: 'failed', ...used, code: error.code, sentence: sayFailure(error) };
}
