import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  CompanionAdmin,
  CompanionKey,
  CompanionReport,
  CompanionRequest,
  KeyWanted,
} from '../../engine/companion/companion-admin.ts';
import { describeError } from '../../engine/error-sentences.ts';
import { EngineError, type ErrorCode } from '../../engine/errors.ts';
import { pollWhileWatched, type Poll, type Watch } from './poll-while-watched.ts';

interface AdminState {
  /** What was told last; kept in sight while it cannot be reached. */
  report: CompanionReport | null;
  /** When that was, in milliseconds since 1970. */
  reportedAt: number;
  /** The newest first. */
  requests: readonly CompanionRequest[] | null;
  keys: readonly CompanionKey[] | null;
  /** Why the last question was not answered. */
  failure: EngineError | null;
  /** Whether the list of requests stays as it is. */
  isPaused: boolean;
  /** The secret of a key that was just made, until it is put away. */
  newKey: string | null;
  /** Whether something was asked to be done, and is not yet. */
  isActing: boolean;
  /** Why that could not be done, as a sentence; else empty. */
  actionFailure: string;
}

interface AdminActions {
  /** Asks every two seconds while somebody looks, until the result is called. */
  follow(): () => void;
  /** Asks at once, also whether the companion is there. */
  retry(): Promise<void>;
  setPaused(isPaused: boolean): void;
  createKey(wanted: KeyWanted): Promise<void>;
  /** Puts away the secret of a new key, and what went wrong. */
  clear(): void;
  revokeKey(id: string): Promise<void>;
  cancelJob(id: string): Promise<void>;
}

export type AdminStore = StoreApi<AdminState & AdminActions>;

export interface AdminParts extends Watch {
  /** Of the companion that is known now. */
  open(): Promise<CompanionAdmin>;
  /** Asks whether the companion is there. */
  check(): Promise<void>;
}

const ASK_EVERY_MS = 2000;
/** While it cannot be reached: soon at first. */
const RETRY_MS = { first: 2000, most: 30_000 };
/** Keys change less often, and that they were listed is logged. */
const KEYS_EVERY_MS = 60_000;

/** What does not get better by asking again. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'companion_key_refused',
  'companion_scope_missing',
  'invalid_request',
  'invalid_output',
]);

/** How a companion is, and what whoever runs it can do about it. */
export function createAdminStore(parts: AdminParts): AdminStore {
  let poll: Poll | undefined;
  /** Of what is done, which ends with the screen. */
  let acting = new AbortController();

  return createStore<AdminState & AdminActions>()((set, get) => {
    const reader = createReader(parts, set, get);
    async function act(work: (admin: CompanionAdmin, signal: AbortSignal) => Promise<void>) {
      const { signal } = acting;
      set({ isActing: true, actionFailure: '' });
      try {
        await work(await parts.open(), signal);
        poll?.askNow();
      } catch (thrown) {
        if (!signal.aborted)
          set({ actionFailure: describeError(EngineError.from(thrown)).sentence });
      }
      set({ isActing: false });
    }
    return {
      ...{ report: null, reportedAt: 0, requests: null, keys: null, failure: null },
      ...{ isPaused: false, newKey: null, isActing: false, actionFailure: '' },
      follow() {
        acting = new AbortController();
        poll = pollWhileWatched(reader.ask, parts);
        return () => {
          poll?.stop();
          poll = undefined;
          acting.abort();
          // A secret does not stay in memory for longer than it is looked at.
          set({ newKey: null });
        };
      },
      async retry() {
        await parts.check().catch(() => undefined);
        poll?.askNow();
      },
      setPaused(isPaused) {
        set({ isPaused });
        if (!isPaused) poll?.askNow();
      },
      createKey: (wanted) =>
        act(async (admin, signal) => {
          const newKey = await admin.createKey(wanted, signal);
          if (!signal.aborted) set({ newKey });
          await reader.readKeys(admin, signal);
        }),
      clear: () => set({ newKey: null, actionFailure: '' }),
      revokeKey: (id) =>
        act(async (admin, signal) => {
          await admin.revokeKey(id, signal);
          await reader.readKeys(admin, signal);
        }),
      cancelJob: (id) => act((admin, signal) => admin.cancelJob(id, signal)),
    };
  });
}

type Store = StoreApi<AdminState>;

/** Reads into the store. `ask` is made for `pollWhileWatched`. */
function createReader(
  { open }: Pick<AdminParts, 'open'>,
  set: Store['setState'],
  get: Store['getState'],
) {
  let retryMs = RETRY_MS.first;
  let keysAt = -Infinity;

  async function ask(signal: AbortSignal): Promise<number | null> {
    try {
      await read(await open(), signal);
      retryMs = RETRY_MS.first;
      return ASK_EVERY_MS;
    } catch (thrown) {
      const failure = EngineError.from(thrown);
      if (signal.aborted) return null;
      // The worker that asks was started again, as when the address changed.
      if (failure.code !== 'aborted') set({ failure });
      if (REFUSALS.has(failure.code)) return null;
      const waitMs = retryMs;
      retryMs = Math.min(2 * retryMs, RETRY_MS.most);
      return waitMs;
    }
  }
  async function read(admin: CompanionAdmin, signal: AbortSignal): Promise<void> {
    const [report, requests] = await Promise.all([
      admin.readReport(signal),
      get().isPaused ? null : admin.listRequests(signal),
    ]);
    if (signal.aborted) return;
    set({ report, reportedAt: Date.now(), failure: null });
    if (requests && !get().isPaused) set({ requests });
    if (Date.now() - keysAt > KEYS_EVERY_MS) await readKeys(admin, signal);
  }
  async function readKeys(admin: CompanionAdmin, signal: AbortSignal): Promise<void> {
    const keys = await admin.listKeys(signal);
    if (signal.aborted) return;
    keysAt = Date.now();
    set({ keys });
  }
  return { ask, readKeys };
}
