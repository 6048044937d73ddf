import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type {
  CompanionAdmin,
  CompanionKey,
  CompanionReport,
  CompanionRequest,
} from '../../engine/companion/companion-admin.ts';
import { EngineError } from '../../engine/errors.ts';
import { createAdminStore } from './admin-store.ts';

const REPORT = { version: '1' } as CompanionReport;
const KEY = { id: 'a', name: 'laptop' } as CompanionKey;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A companion that answers, until it is told to fail. */
function open() {
  const asked: string[] = [];
  let failure: EngineError | undefined;
  let requests: readonly CompanionRequest[] = [];
  const answer = async <R>(line: string, result: R): Promise<R> => {
    asked.push(line);
    if (failure) throw failure;
    return result;
  };
  const admin: CompanionAdmin = {
    readReport: () => answer('report', REPORT),
    listRequests: () => answer('requests', requests),
    listKeys: () => answer('keys', [KEY]),
    createKey: ({ name }) => answer(`create ${name}`, 'tk_secret'),
    revokeKey: (id) => answer(`revoke ${id}`, undefined),
    cancelJob: (id) => answer(`cancel ${id}`, undefined),
  };
  const store = createAdminStore({
    open: async () => admin,
    check: async () => void asked.push('check'),
    isWatched: () => true,
    onWatchChange: () => () => undefined,
  });
  const stop = store.getState().follow();
  return {
    ...{ store, stop },
    state: store.getState,
    take: () => asked.splice(0),
    failWith: (code?: EngineError['code']) => (failure = code && new EngineError(code, 'No.')),
    log: (...seqs: number[]) => (requests = seqs.map((seq) => ({ seq }) as CompanionRequest)),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

it('reads everything at once, then what changes, until it is stopped', async () => {
  const { state, take, pass, stop } = open();
  await pass(0);
  expect(take()).toEqual(['report', 'requests', 'keys']);
  expect(state()).toMatchObject({ report: REPORT, requests: [], keys: [KEY], failure: null });
  await pass(2000);
  expect(take()).toEqual(['report', 'requests']);
  await pass(62_000);
  expect(take()).toContain('keys');
  stop();
  await pass(60_000);
  expect(take()).toEqual([]);
});

it('keeps what it knows while the companion is away, and asks less and less often', async () => {
  const { state, take, pass, failWith } = open();
  await pass(0);
  failWith('companion_unreachable');
  await pass(2000);
  expect(state()).toMatchObject({ report: REPORT, failure: { code: 'companion_unreachable' } });
  take();
  await pass(15_000);
  expect(take().filter((line) => line === 'report')).toHaveLength(3);
  failWith();
  await pass(30_000);
  expect(state().failure).toBeNull();
});

it.each(['companion_key_refused', 'companion_scope_missing'] as const)(
  'does not insist after %s, unless it is told to',
  async (code) => {
    const { state, take, pass, failWith } = open();
    failWith(code);
    await pass(0);
    expect(state()).toMatchObject({ report: null, failure: { code } });
    take();
    await pass(60_000);
    expect(take()).toEqual([]);
    failWith();
    await state().retry();
    await pass(0);
    expect(take().slice(0, 2)).toEqual(['check', 'report']);
    expect(state().failure).toBeNull();
  },
);

it('leaves the list of requests as it is while it is paused', async () => {
  const { state, take, pass, log } = open();
  log(1);
  await pass(0);
  state().setPaused(true);
  take();
  log(2, 1);
  await pass(4000);
  expect(take()).not.toContain('requests');
  expect(state().requests).toEqual([{ seq: 1 }]);
  state().setPaused(false);
  await pass(0);
  expect(state().requests).toEqual([{ seq: 2 }, { seq: 1 }]);
});

it('shows the secret of a new key until it is put away or the screen is left', async () => {
  const { state, take, pass, stop } = open();
  await pass(0);
  take();
  const wanted = { name: 'phone', scopes: [], limits: [] };
  await state().createKey(wanted);
  expect(take().slice(0, 2)).toEqual(['create phone', 'keys']);
  expect(state()).toMatchObject({ newKey: 'tk_secret', isActing: false });
  state().clear();
  expect(state().newKey).toBeNull();
  await state().createKey(wanted);
  stop();
  expect(state().newKey).toBeNull();
});

it('revokes and cancels, then looks at once; says why it could not', async () => {
  const { state, take, pass, failWith } = open();
  await pass(0);
  take();
  await state().revokeKey('a');
  await pass(0);
  expect(take().slice(0, 3)).toEqual(['revoke a', 'keys', 'report']);
  await state().cancelJob('j');
  await pass(0);
  expect(take().slice(0, 2)).toEqual(['cancel j', 'report']);
  failWith('companion_unreachable');
  await state().cancelJob('j');
  expect(state()).toMatchObject({ actionFailure: 'No.', isActing: false });
  failWith();
  await state().cancelJob('j');
  expect(state().actionFailure).toBe('');
});
