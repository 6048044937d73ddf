import type { ServerDatabase } from '../store/database.ts';
import { matchWords } from './match-words.ts';
import { tidyIndex } from './tidy-index.ts';

export interface WordQuery {
  /** See `matchWords`. */
  query: string;
  /** Only jobs that were asked for with this key; undefined: only those without any. */
  keyId: string | undefined;
  /** At most. */
  limit: number;
  /** Only those that were asked for before this job; one that is not there gives nothing. */
  after?: string;
}

/** A job that was found, with the beginning of its words. */
export interface FoundJob {
  jobId: string;
  text: string;
}

/** By which words jobs are found: those of their requests. They are forgotten with their jobs. */
export interface JobWords {
  /** Never throws: a job that is not found by its words is done all the same. */
  add(jobId: string, request: object, keyId: string | undefined): void;
  /** The newest first. */
  find(query: WordQuery): FoundJob[];
  /** See `tidyIndex`. */
  tidy(): void;
}

/** Fields of requests in which people say what a picture is to show. */
const WRITTEN = ['prompt', 'brief', 'textOverlay'];
/** What is kept of them, and what of that is told. */
const MAX_KEPT = 16_384;
const MAX_TOLD = 500;

export function createJobWords(
  database: ServerDatabase,
  log: (sentence: string) => void,
): JobWords {
  return {
    add(jobId, request, keyId = '') {
      const words = readWords(request);
      if (words === '') return;
      try {
        database
          .prepare(
            'INSERT INTO job_words (seq, key, words) SELECT seq, ?, ? FROM jobs WHERE id = ?',
          )
          .run(keyId, words, jobId);
      } catch (thrown) {
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        log(`Job ${jobId} cannot be found by its words: ${reason}`);
      }
    },
    find({ query, keyId = '', limit, after }) {
      const match = matchWords(query, { index: 'job_index', table: 'job_words', column: 'words' });
      if (!match) return [];
      const older = after === undefined ? '' : 'AND seq < (SELECT seq FROM jobs WHERE id = ?)';
      return database
        .prepare(
          `SELECT id AS jobId, substr(words, 1, ${MAX_TOLD}) AS text
           FROM job_words JOIN jobs USING (seq)
           WHERE key = ? AND ${match.condition} ${older} ORDER BY seq DESC LIMIT ?`,
        )
        .all(...[keyId, ...match.values, ...(after === undefined ? [] : [after]), limit])
        .map(toFound);
    },
    tidy: () => tidyIndex(database, 'job_index'),
  };
}

/** Without what the binding adds to a row. */
function toFound(row: unknown): FoundJob {
  const { jobId, text } = row as FoundJob;
  return { jobId, text };
}

function readWords(request: object): string {
  const fields = request as Readonly<Record<string, unknown>>;
  return (
    WRITTEN.map((name) => fields[name])
      .filter((value) => typeof value === 'string')
      .join(' ')
      .slice(0, MAX_KEPT)
      .toWellFormed()
      // Among them is the one that ends a text for SQLite.
      .replaceAll(/\p{Cc}+/gu, ' ')
      .trim()
  );
}
