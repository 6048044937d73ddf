import { createStore, type StoreApi } from 'zustand/vanilla';

/** A request that the API has answered or is answering. Bodies are never kept. */
export interface LoggedRequest {
  id: string;
  method: string;
  path: string;
  /** The site whose frame asked; missing for this studio's own pages. */
  site?: string;
  /** Name of the key, on a server. */
  key?: string;
  model?: string;
  /** Name of the server behind the server that answered. */
  node?: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Missing while it is being answered. */
  status?: number;
  firstByteMs?: number;
  /** Until the last byte. */
  ms?: number;
  promptTokens?: number;
  completionTokens?: number;
  error?: { code: string; message: string };
  /** The client closed the connection before the end. */
  isStopped?: boolean;
}

interface LogState {
  /** The newest first. */
  requests: readonly LoggedRequest[];
}

interface LogActions {
  /** Adds a request, or what is known of it by now. */
  note(request: LoggedRequest): void;
  markStopped(id: string): void;
  /** Forgets those that are done. */
  clear(): void;
}

export type RequestLog = StoreApi<LogState & LogActions>;

const KEPT = 200;

/** The last two hundred requests, in memory alone. */
export function createRequestLog(): RequestLog {
  return createStore<LogState & LogActions>()((set) => ({
    requests: [],
    note(request) {
      set(({ requests }) => {
        const isKnown = requests.some(({ id }) => id === request.id);
        if (!isKnown) return { requests: [request, ...requests].slice(0, KEPT) };
        return {
          requests: requests.map((each) =>
            each.id === request.id ? { ...each, ...request } : each,
          ),
        };
      });
    },
    markStopped(id) {
      set(({ requests }) => ({
        requests: requests.map((each) => (each.id === id ? { ...each, isStopped: true } : each)),
      }));
    },
    clear: () => set(({ requests }) => ({ requests: requests.filter(isRunning) })),
  }));
}

export function isRunning({ ms }: LoggedRequest): boolean {
  return ms === undefined;
}
