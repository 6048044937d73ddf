import type { ServerDatabase } from '../store/database.ts';

/** Of 4 KB each: what is merged at a time takes some hundredths of a second. */
const PAGES = 200;

/**
 * Merges parts of an index of FTS5, by which rows that were removed leave it: until then it has only
 * noted that they are gone. Negative: also where nothing was written since.
 */
export function tidyIndex(database: ServerDatabase, index: string): void {
  database.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', ?)`).run(-PAGES);
}
