/**
 * Steps from an empty database to today's. Never change one that was released: add another. Times are
 * milliseconds since 1970.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    priority REAL NOT NULL,
    place REAL NOT NULL,
    status TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    available_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    token TEXT,
    leased_until INTEGER,
    progress TEXT,
    error TEXT,
    result TEXT
  );
  CREATE INDEX jobs_waiting ON jobs (priority DESC, place, seq) WHERE status = 'queued';
  CREATE INDEX jobs_leased ON jobs (leased_until) WHERE status = 'processing';
  CREATE INDEX jobs_ended ON jobs (ended_at) WHERE ended_at IS NOT NULL;

  -- Apart, so that a change of state does not write a request with its pictures again.
  CREATE TABLE job_requests (
    id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    packed BLOB NOT NULL
  );

  CREATE TABLE job_events (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (job, number)
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
  );
  `,
  `
  -- As JSON; what a key may do that has none is said in scopes.ts.
  ALTER TABLE keys ADD COLUMN scopes TEXT;
  ALTER TABLE keys ADD COLUMN limits TEXT;

  -- Columns as rate-limiter-flexible has them.
  CREATE TABLE key_uses (
    key TEXT PRIMARY KEY,
    points INTEGER NOT NULL DEFAULT 0,
    expire INTEGER
  );
  `,
  `
  CREATE TABLE requests (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    method TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT,
    model TEXT,
    node TEXT,
    status INTEGER,
    error TEXT,
    ms REAL NOT NULL,
    first_byte_ms REAL,
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    pictures INTEGER,
    speech_seconds REAL,
    prompt TEXT,
    -- About what the row takes.
    bytes INTEGER NOT NULL
  );
  CREATE INDEX requests_at ON requests (at);
  `,
  `
  ALTER TABLE jobs ADD COLUMN result_bytes INTEGER NOT NULL DEFAULT 0;

  -- Results that no job has (yet, or any more), by their names in the store of results.
  CREATE TABLE loose_results (
    name TEXT PRIMARY KEY,
    since INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  ALTER TABLE keys ADD COLUMN last_used_at INTEGER;
  `,
  `
  -- What a job was asked for in words, and with which key ('': none). Goes with its job, by which
  -- its words leave the index, too.
  CREATE TABLE job_words (
    seq INTEGER PRIMARY KEY REFERENCES jobs (seq) ON DELETE CASCADE,
    key TEXT NOT NULL,
    words TEXT NOT NULL
  );

  -- By every three letters in a row: scripts without spaces are found as well, and parts of words.
  CREATE VIRTUAL TABLE job_index USING fts5 (
    words, content = 'job_words', content_rowid = 'seq', tokenize = 'trigram'
  );
  CREATE TRIGGER job_words_added AFTER INSERT ON job_words BEGIN
    INSERT INTO job_index (rowid, words) VALUES (new.seq, new.words);
  END;
  CREATE TRIGGER job_words_removed AFTER DELETE ON job_words BEGIN
    INSERT INTO job_index (job_index, rowid, words) VALUES ('delete', old.seq, old.words);
  END;

  -- Prompts of requests, where they are kept.
  CREATE VIRTUAL TABLE request_index USING fts5 (
    prompt, content = 'requests', content_rowid = 'seq', tokenize = 'trigram'
  );
  INSERT INTO request_index (rowid, prompt)
    SELECT seq, prompt FROM requests WHERE prompt IS NOT NULL;
  UPDATE requests SET bytes = bytes + 3 * length(CAST(prompt AS BLOB)) WHERE prompt IS NOT NULL;
  CREATE TRIGGER requests_added AFTER INSERT ON requests WHEN new.prompt IS NOT NULL BEGIN
    INSERT INTO request_index (rowid, prompt) VALUES (new.seq, new.prompt);
  END;
  CREATE TRIGGER requests_removed AFTER DELETE ON requests WHEN old.prompt IS NOT NULL BEGIN
    INSERT INTO request_index (request_index, rowid, prompt) VALUES ('delete', old.seq, old.prompt);
  END;
  `,
];
