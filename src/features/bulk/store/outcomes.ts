import type { GivenPoint } from '../../../engine/bulk/focal-points.ts';
import type { BulkItem, Outcome } from '../../../engine/bulk/bulk-item.ts';
import type { BulkResult } from '../../../engine/bulk/run-bulk.ts';
import type { EngineError } from '../../../engine/errors.ts';
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

export function hasFailed({ outcome }: BulkItem): boolean {
  return outcome?.status === 'failed';
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

/** What was done to a list so far, in numbers. */
export interface BulkTotals {
  pictures: number;
  /** Not yet been through the recipe. */
  waiting: number;
  failed: number;
  /** Pictures that were made into files, the bytes that they had and the bytes of those files. */
  done: number;
  files: number;
  beforeBytes: number;
  afterBytes: number;
}

export function countTotals(items: readonly BulkItem[], recipe: string): BulkTotals {
  const totals = {
    pictures: items.length,
    waiting: 0,
    failed: 0,
    done: 0,
    files: 0,
    beforeBytes: 0,
    afterBytes: 0,
  };
  for (const item of items) {
    const { outcome, sizeBytes } = item;
    if (!outcome || !isCurrent(item, recipe)) totals.waiting++;
    else if (outcome.status === 'failed') totals.failed++;
    else {
      totals.done++;
      totals.files += outcome.files.length;
      totals.beforeBytes += sizeBytes;
      for (const file of outcome.files) totals.afterBytes += file.sizeBytes;
    }
  }
  return totals;
}
