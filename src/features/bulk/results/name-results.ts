import { takeName } from '../../../engine/files/take-name.ts';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { Recipe } from '../../../engine/bulk/recipe.ts';
import { isCurrent } from '../store/outcomes.ts';

/** A file to be saved: which of which picture, and under which name. */
export interface NamedResult {
  id: string;
  /** Of the picture's files. */
  index: number;
  /** With its ending. */
  name: string;
}

/**
 * Names for what was made with a recipe, each once, also where upper and lower case are the same:
 * the picture's name with what the file is (`photo-og.webp`), or else with the last operation
 * (`photo-resize.webp`).
 *
 * @example
 * const files = [{ width: 1, height: 1, extension: 'webp', sizeBytes: 1 }];
 * const facts = { status: 'done', recipe: '', kind: 'png', width: 1, height: 1 } as const;
 * const outcome = { ...facts, files, findings: {} };
 * const item = { id: 'a', name: 'Photo.PNG', sizeBytes: 1, order: 0, outcome };
 * const twin = { ...item, id: 'b', name: 'photo.jpg' };
 * const named = nameResults([item, twin], { recipe: '', operation: 'resize' });
 * named.map(({ name }) => name); // → ['Photo-resize.webp', 'photo-resize (2).webp']
 */
export function nameResults(
  items: readonly BulkItem[],
  { recipe, operation }: { recipe: string; operation: string },
): NamedResult[] {
  const taken = new Set<string>();
  return items.flatMap((item) => {
    const { id, name, outcome } = item;
    if (outcome?.status !== 'done' || !isCurrent(item, recipe)) return [];
    return outcome.files.map((file, index) => ({
      id,
      index,
      name: takeName(taken, `${stemOf(name)}-${file.name ?? operation}`, file.extension),
    }));
  });
}

/** What a file is called after where its operations have given it no name. */
export function lastOperation(recipe: Recipe): string {
  return recipe.at(-1)?.op ?? 'sanitize';
}

/** Without the ending, and without what no file system takes. */
function stemOf(name: string): string {
  const stem = name.replace(/\.[^.]+$/, '');
  return stem.replace(/[\p{Cc}<>:"/\\|?*]+/gu, '_').trim() || 'picture';
}
