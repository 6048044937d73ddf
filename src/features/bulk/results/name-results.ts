import { takeName } from '../../../engine/files/take-name.ts';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import type { Recipe } from '../../../engine/bulk/recipe.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';
import { fillPattern } from './name-pattern.ts';

/** A file to be saved: which of which picture, and under which name. */
export interface NamedResult {
  id: string;
  /** Of the picture's files. */
  index: number;
  /** With its ending. */
  name: string;
}

interface NamingOptions {
  recipe: string;
  /** What a file is called after that has no name of its own. */
  operation: string;
  /** As `checkPattern` takes it. */
  pattern: string;
}

/**
 * Names for what was made with a recipe, each once, also where upper and lower case are the same:
 * by a pattern, such as the picture's name with what the file is (`photo-og.webp`), or else with the
 * last operation (`photo-resize.webp`).
 *
 * @example
 * const files = [{ width: 1, height: 1, extension: 'webp', sizeBytes: 1 }];
 * const facts = { status: 'done', recipe: '', kind: 'png', width: 1, height: 1 } as const;
 * const outcome = { ...facts, files, findings: {} };
 * const item = { id: 'a', name: 'Photo.PNG', sizeBytes: 1, order: 0, outcome };
 * const twin = { ...item, id: 'b', name: 'photo.jpg' };
 * const options = { recipe: '', operation: 'resize', pattern: '{name}-{size}' };
 * const named = nameResults([item, twin], options);
 * named.map(({ name }) => name); // → ['Photo-resize.webp', 'photo-resize (2).webp']
 */
export function nameResults(
  items: readonly BulkItem[],
  { recipe, operation, pattern }: NamingOptions,
): NamedResult[] {
  const taken = new Set<string>();
  const digits = String(items.length).length;
  return items.flatMap((item, place) => {
    const { id, name, outcome } = item;
    if (outcome?.status !== 'done' || !isCurrent(item, recipe)) return [];
    return outcome.files.map((file, index) => {
      const stem = fillPattern(pattern, {
        name: stemOf(name),
        size: file.name ?? operation,
        width: String(file.width),
        height: String(file.height),
        index: String(place + 1).padStart(digits, '0'),
        ext: file.extension,
      });
      return { id, index, name: takeName(taken, stem, file.extension) };
    });
  });
}

/** What a file is called after where its operations have given it no name. */
export function lastOperation(recipe: Recipe): string {
  return recipe.at(-1)?.op ?? 'sanitize';
}

/** Without the ending, and without what no file system takes. */
export function stemOf(name: string): string {
  const stem = name.replace(/\.[^.]+$/, '');
  return stem.replace(/[\p{Cc}<>:"/\\|?*]+/gu, '_').trim() || 'picture';
}
