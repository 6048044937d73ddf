import type { BulkItem, Outcome } from '../../../engine/bulk/bulk-item.ts';
import type { BulkResult } from '../../../engine/bulk/run-bulk.ts';
import type { EngineError } from '../../../engine/errors.ts';
import { sayFailure } from './say-failure.ts';

/** Whether the picture has been through this recipe, with whatever outcome. */
export function isCurrent({ outcome }: BulkItem, recipe: string): boolean {
  return outcome?.recipe === recipe;
}

export function hasFailed({ outcome }: BulkItem): boolean {
  return outcome?.status === 'failed';
}

export function describeResult({ before, made }: BulkResult, recipe: string): Outcome {
  const { kind, width, height } = before;
  return {
    status: 'done',
    recipe,
    kind,
    width,
    height,
    files: made.files.map(({ file, name, quality, ...facts }) => ({
      ...facts,
      sizeBytes: file.size,
      ...(name === undefined ? {} : { name }),
      ...(quality === undefined ? {} : { quality }),
    })),
    findings: { ...made.findings },
  };
}

export function describeFailure(error: EngineError, recipe: string): Outcome {
  return { status: 'failed', recipe, code: error.code, sentence: sayFailure(error) };
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
  for (const { outcome, sizeBytes } of items) {
    if (outcome?.recipe !== recipe) totals.waiting++;
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
