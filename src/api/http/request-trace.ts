/** What is known of a request, for a log. No bodies, but for prompts that somebody asked to keep. */
export interface RequestEntry {
  /** As in the header `x-request-id`. */
  id: string;
  method: string;
  path: string;
  /** As in the OpenAPI document, such as `/jobs/{id}`; missing where there is no such route. */
  route?: string;
  /** Of whoever asks, where keys are used. */
  keyName?: string;
  keyId?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  model?: string;
  /** Name of the upstream that answered. */
  node?: string;
  /** Missing while it is being answered. */
  status?: number;
  /** Until the first byte of the answer, and until its last. */
  firstByteMs?: number;
  ms?: number;
  promptTokens?: number;
  completionTokens?: number;
  /** That were drawn, or accepted to be drawn. */
  pictures?: number;
  /** Of sound that was made. */
  speechSeconds?: number;
  error?: { code: string; message: string };
  /** What really went wrong where the client is told less; for whoever runs the server. */
  failure?: string;
  /** What people wrote, where a server was told to keep it. */
  prompt?: string;
}

/** Who watches the requests. Entries are copies. */
export interface RequestWatcher {
  onRequestStart?(entry: RequestEntry): void;
  onRequestEnd?(entry: RequestEntry): void;
}

/** Notes what happens to one request. */
export interface RequestTrace {
  readonly id: string;
  /** Of the key that the request came with; undefined without one. */
  readonly keyId: string | undefined;
  note(part: Partial<RequestEntry>): void;
  /**
   * Of each of several answers to one prompt, which counts once; as they are written, so that it is
   * known of an answer that is given up. `prompt` is undefined until it is known.
   */
  countTokens(prompt: number | undefined, completion: number): void;
  countPictures(count: number): void;
  countSpeech(seconds: number): void;
  fail(code: string, message: string): void;
  /** The answer goes on after its headers: whoever writes it calls `end`. */
  keepOpen(): void;
  readonly isOpen: boolean;
  /** Calls after the first do nothing. */
  end(): void;
  /** Has a listener told how it went, before the watcher. */
  onEnd(listener: (entry: RequestEntry) => void): void;
}

/** Begins to note. */
export function startTrace(
  start: Pick<RequestEntry, 'id' | 'method' | 'path' | 'route'>,
  { onRequestStart, onRequestEnd }: RequestWatcher,
): RequestTrace {
  const begin = performance.now();
  const entry: RequestEntry = { ...start, startedAt: Date.now() };
  let isOpen = false;
  let hasEnded = false;
  const listeners: ((entry: RequestEntry) => void)[] = [];
  onRequestStart?.({ ...entry });
  return {
    id: start.id,
    get keyId() {
      return entry.keyId;
    },
    note: (part) => void Object.assign(entry, part),
    countTokens(prompt, completion) {
      if (prompt !== undefined) entry.promptTokens = prompt;
      entry.completionTokens = (entry.completionTokens ?? 0) + completion;
    },
    countPictures: (count) => void (entry.pictures = (entry.pictures ?? 0) + count),
    countSpeech: (seconds) => void (entry.speechSeconds = (entry.speechSeconds ?? 0) + seconds),
    fail: (code, message) => void (entry.error = { code, message }),
    keepOpen: () => void (isOpen = true),
    get isOpen() {
      return isOpen;
    },
    end() {
      if (hasEnded) return;
      hasEnded = true;
      const ended = { ...entry, ms: performance.now() - begin };
      for (const listener of listeners) listener(ended);
      onRequestEnd?.(ended);
    },
    onEnd: (listener) => void listeners.push(listener),
  };
}

const SAFE_ID = /^[\w.:-]{1,128}$/;

/** The client's own id if it is one, else a new one. */
export function chooseRequestId(given: string | null | undefined): string {
  return given && SAFE_ID.test(given) ? given : `req_${crypto.randomUUID().replaceAll('-', '')}`;
}
