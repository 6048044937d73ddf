import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';

export function hasFailed({ outcome }: BulkItem): boolean {
  return outcome?.status === 'failed';
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
