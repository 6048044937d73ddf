import type { RequestEntry } from '../../src/api/http/request-trace.ts';
import type { CompanionRequest } from '../../src/engine/companion/companion-admin.ts';
import { tidyIndex } from '../search/tidy-index.ts';
import { matchWords } from '../search/match-words.ts';
import { runAtOnce, type ServerDatabase } from '../store/database.ts';

/** A request as it is kept. */
export interface LoggedRequest extends CompanionRequest {
  id: string;
  pictures: number | null;
  speechSeconds: number | null;
  /** Kept only where the settings ask for it. */
  prompt: string | null;
}

export interface LogQuery {
  limit: number;
  /** A number `seq`: only what came before. */
  before?: number;
  /** Only those whose prompt was kept and holds these words; see `matchWords`. */
  query?: string;
}

/** What was asked, in the database. */
export interface RequestLog {
  /** Never throws. Is written a moment later, with what comes meanwhile. */
  write(entry: RequestEntry): void;
  /** What waits too. */
  read(query: LogQuery): LoggedRequest[];
  /** Forgets what is too old or too much. */
  prune(): void;
  /** Writes what waits; what comes later is not kept. */
  close(): void;
}

export interface RequestLogOptions {
  database: ServerDatabase;
  keepDays: number;
  /** Of all rows together, about; 0: nothing is kept. */
  maxBytes: number;
  log(sentence: string): void;
  now?(): number;
}

const WRITE_AFTER_MS = 250;
/** How many rows may come before it is seen to that they are not too many. */
const PRUNE_AFTER = 1000;
const HOUR_MS = 3_600_000;
/** What a row takes besides its texts. */
const ROW_BYTES = 160;
/** Times a prompt's own bytes: what its index takes, measured. */
const INDEX_SHARE = 3;

export function createRequestLog(options: RequestLogOptions): RequestLog {
  const { database, keepDays, maxBytes, log, now = Date.now } = options;
  let waiting: RequestEntry[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sincePruned = 0;
  let isClosed = false;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const rows = waiting.map(toRow);
    waiting = [];
    if (rows.length === 0) return;
    attempt(() => {
      const statement = database.prepare(INSERT);
      runAtOnce(database, () => rows.forEach((row) => statement.run(...row)));
      sincePruned += rows.length;
      if (sincePruned >= PRUNE_AFTER) prune();
    });
  }
  function prune(): void {
    sincePruned = 0;
    attempt(() => {
      database.prepare('DELETE FROM requests WHERE at < ?').run(now() - keepDays * 24 * HOUR_MS);
      database.prepare(DELETE_BEYOND).run(maxBytes);
      tidyIndex(database, 'request_index');
    });
  }
  /** A full disk must not keep requests from being answered. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      log(`Requests could not be logged: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  }
  prune();
  const pruning = setInterval(prune, HOUR_MS).unref();
  return {
    write(entry) {
      if (maxBytes === 0 || isClosed) return;
      waiting.push(entry);
      timer ??= setTimeout(flush, WRITE_AFTER_MS).unref();
    },
    read(query) {
      flush();
      return readRequests(database, query);
    },
    prune,
    close() {
      clearInterval(pruning);
      flush();
      isClosed = true;
    },
  };
}

/** The newest first. */
export function readRequests(database: ServerDatabase, query: LogQuery): LoggedRequest[] {
  const { limit, before = Number.MAX_SAFE_INTEGER } = query;
  const match = query.query === undefined ? EVERY : matchPrompt(query.query);
  if (!match) return [];
  return database
    .prepare(`${SELECT} WHERE ${match.condition} AND seq < ? ORDER BY seq DESC LIMIT ?`)
    .all(...match.values, before, limit) as LoggedRequest[];
}

const EVERY = { condition: 'true', values: [] };

/** Prompts are kept as JSON, in which some letters are written as others. */
function matchPrompt(query: string) {
  return matchWords(JSON.stringify(query).slice(1, -1), {
    ...{ index: 'request_index', table: 'requests', column: 'prompt' },
  });
}

const INSERT = `
  INSERT INTO requests (id, at, method, route, key, model, node, status, error, ms, first_byte_ms,
    prompt_tokens, completion_tokens, pictures, speech_seconds, prompt, bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const SELECT = `
  SELECT seq, id, at, method, route, key, model, node, status, error, ms, first_byte_ms AS firstByteMs,
    prompt_tokens AS promptTokens, completion_tokens AS completionTokens, pictures,
    speech_seconds AS speechSeconds, prompt
  FROM requests`;

/** The newest stay, as many as fit. */
const DELETE_BEYOND = `
  DELETE FROM requests WHERE seq IN (
    SELECT seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS total FROM requests)
    WHERE total > ?)`;

function toRow(entry: RequestEntry): (string | number | null)[] {
  const { id, startedAt, method, route, path, keyName, model, node, status, error } = entry;
  const texts = [
    ...[id, method, route ?? path.slice(0, 200), keyName, model?.slice(0, 200), node],
    ...[error?.code, entry.prompt],
  ].map((text) => text ?? null);
  const [idText, methodText, routeText, key, modelText, nodeText, code, prompt] = texts;
  const count = (text: string | null | undefined) => Buffer.byteLength(text ?? '');
  const indexBytes = INDEX_SHARE * count(prompt);
  const bytes = texts.reduce((sum, text) => sum + count(text), ROW_BYTES + indexBytes);
  return [
    ...[idText, startedAt, methodText, routeText, key, modelText, nodeText, status, code],
    ...[entry.ms ?? 0, entry.firstByteMs, entry.promptTokens, entry.completionTokens],
    ...[entry.pictures, entry.speechSeconds, prompt, bytes],
  ].map((value) => value ?? null);
}
