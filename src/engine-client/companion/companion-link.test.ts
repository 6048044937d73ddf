import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CompanionAdmin } from '../../engine/companion/companion-admin.ts';
import type { CompanionFinding } from '../../engine/companion/companion-finding.ts';
import { toCompanionId } from '../../engine/companion/companion-model.ts';
import { EngineError } from '../../engine/errors.ts';
import { createObservable } from '../observable.ts';
import { openCompanionLink } from './companion-link.ts';
import { NO_COMPANION, type CompanionState } from './companion-state.ts';

const BOX = 'http://gpu-box:4174';
const MODEL = {
  ...{ id: toCompanionId('a/b'), name: 'a/b', title: 'b', task: 'chat' as const },
  ...{ capabilities: [], home: 'local', contextLength: 4096 },
};
const FOUND: CompanionFinding = { type: 'found', version: '1', models: [MODEL] };
const GONE: CompanionFinding = { type: 'problem', problem: 'unreachable' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page with a companion at `url`, of which every question is written down. */
async function open({ url = BOX, ownUrl = '', key = '' } = {}) {
  const asked: string[] = [];
  let finding = FOUND;
  let failure: EngineError | undefined;
  let isWatched = true;
  let wake = () => {};
  const state = createObservable<CompanionState>({
    ...NO_COMPANION,
    url: url || ownUrl,
    isOwn: url === '' && ownUrl !== '',
  });
  const link = await openCompanionLink({
    state,
    ownUrl,
    connection: {
      async check(address) {
        asked.push(`check ${address.url} ${address.key}`.trim());
        return finding;
      },
      async *draw() {},
      async *speak(address, request) {
        asked.push(`speak ${address.url} ${request.model} ${request.language ?? '?'}`);
        if (failure) throw failure;
        yield { type: 'remote-start', model: request.model };
      },
      async *chat(address, request) {
        asked.push(`ask ${address.url} ${request.model}`);
        yield { type: 'remote-start', model: request.model };
        if (failure) throw failure;
        const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1, contextLength: 0 };
        yield { type: 'finish', reason: 'stop', usage, firstTokenMs: 1, tokensPerSecond: null };
      },
      administer(address) {
        asked.push(`administer ${address.url} ${address.key}`.trim());
        return {} as CompanionAdmin;
      },
      renew: () => void asked.push('renew'),
    },
    access: {
      writeUrl: (next) => void asked.push(`keep ${next}`.trim()),
      readKey: async () => key,
      writeKey: async (next) => void asked.push(`keep key ${next}`.trim()),
    },
    allow: async (origin) => void asked.push(`allow ${origin}`.trim()),
    isWatched: () => isWatched,
    onWake: (listener) => void (wake = listener),
  });
  await vi.advanceTimersByTimeAsync(0);
  const take = () => asked.splice(0);
  return {
    link,
    state,
    take,
    answerWith: (next: CompanionFinding) => (finding = next),
    failWith: (next: EngineError) => (failure = next),
    watch(watched: boolean) {
      isWatched = watched;
      if (watched) wake();
    },
  };
}

/** How much the model reads. */
async function ask({ link }: Awaited<ReturnType<typeof open>>): Promise<number | undefined> {
  const request = { model: 'a/b', messages: [{ role: 'user' as const, content: 'x' }] };
  for await (const event of link.chat.generate(request, new AbortController().signal))
    if (event.type === 'finish') return event.usage.contextLength;
  return undefined;
}

it('has the page let it through before it is asked, with the key', async () => {
  const page = await open({ key: 'secret' });
  expect(page.take()).toEqual([`allow ${BOX}`, `check ${BOX} secret`]);
  expect(page.state.getState()).toMatchObject({ status: 'ready', models: [MODEL], hasKey: true });
});

it('says how much of its context a conversation fills', async () => {
  expect(await ask(await open())).toBe(4096);
});

it('finds the server that the page comes from, and keeps nothing of it', async () => {
  const page = await open({ url: '', ownUrl: 'http://127.0.0.1:4174' });
  expect(page.take()).toEqual(['check http://127.0.0.1:4174']);
  expect(page.state.getState()).toMatchObject({ status: 'ready', isOwn: true });
});

it('asks nobody where there is none', async () => {
  const page = await open({ url: '' });
  await vi.advanceTimersByTimeAsync(600_000);
  expect(page.take()).toEqual([]);
  await expect(ask(page)).rejects.toMatchObject({ code: 'companion_unreachable' });
});

it('is asked again when it has gone, and keeps its models in sight', async () => {
  const page = await open();
  page.failWith(new EngineError('companion_unreachable', 'Gone.'));
  page.answerWith(GONE);
  await expect(ask(page)).rejects.toMatchObject({ code: 'companion_unreachable' });
  expect(page.state.getState()).toMatchObject({ status: 'away', problem: 'unreachable' });
  expect(page.state.getState().models).toEqual([MODEL]);
  page.take();
  await vi.advanceTimersByTimeAsync(7000);
  expect(page.take()).toHaveLength(2);
  page.answerWith(FOUND);
  await vi.advanceTimersByTimeAsync(8000);
  expect(page.state.getState().status).toBe('ready');
});

it('is asked by another worker where the page let it through too late', async () => {
  const page = await open();
  page.answerWith({ type: 'problem', problem: 'page-policy' });
  await page.link.check();
  page.answerWith(FOUND);
  page.take();
  await vi.advanceTimersByTimeAsync(3000);
  expect(page.take()).toEqual(['renew', `check ${BOX}`]);
  expect(page.state.getState().status).toBe('ready');
});

it('is left alone while nobody looks, and asked when somebody does again', async () => {
  const page = await open();
  page.take();
  page.watch(false);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(page.take()).toEqual([]);
  page.watch(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(page.take()).toEqual([`check ${BOX}`]);
});

it('never sends a key to another server', async () => {
  const page = await open({ key: 'secret' });
  page.take();
  await page.link.use('http://other:1', undefined);
  expect(page.take()).toEqual([
    'keep key',
    'keep http://other:1',
    'allow http://other:1',
    'renew',
    'check http://other:1',
  ]);
  await page.link.use('http://other:1', 'new');
  await page.link.use('http://other:1', undefined);
  expect(page.take().at(-1)).toBe('check http://other:1 new');
});

it('is administered where it is now, with the key', async () => {
  const page = await open({ key: 'secret' });
  page.take();
  page.link.administer();
  expect(page.take()).toEqual([`administer ${BOX} secret`]);
  await page.link.use('', '');
  expect(() => page.link.administer()).toThrow(/knows none/);
});

const VOICES = [
  { id: 'anna', name: 'Anna', language: 'de-de' },
  { id: 'bela', name: 'Béla', language: 'hu-hu' },
];
const SPEAKER = { ...MODEL, id: toCompanionId('a/voice'), name: 'a/voice', voices: VOICES };

async function speak(
  { link }: Awaited<ReturnType<typeof open>>,
  voice?: string,
  model = 'a/voice',
) {
  const request = { model, text: 'x', ...(voice && { voice }) };
  for await (const event of link.speech.synthesize(request, new AbortController().signal))
    return event.type;
  return undefined;
}

it('says which language a voice speaks, of a mix the first, and the default where none is named', async () => {
  const page = await open();
  page.answerWith({ type: 'found', version: '1', models: [SPEAKER] });
  await page.link.check();
  page.take();
  await speak(page, 'bela*0.7+anna*0.3');
  await speak(page);
  await speak(page, 'nova', 'far/voice');
  expect(page.take()).toEqual([
    `speak ${BOX} a/voice hu-hu`,
    `speak ${BOX} a/voice de-de`,
    `speak ${BOX} far/voice ?`,
  ]);
});

it('is asked who is there before it is to speak where it was away, and then not for a word', async () => {
  const page = await open();
  page.answerWith(GONE);
  await page.link.check();
  page.take();
  await expect(speak(page)).rejects.toMatchObject({
    code: 'companion_unreachable',
    message: expect.stringContaining('gpu-box:4174 cannot be reached'),
  });
  expect(page.take()).toEqual([`check ${BOX}`]);
  page.answerWith({ type: 'problem', problem: 'key-refused' });
  await expect(speak(page)).rejects.toMatchObject({ code: 'companion_key_refused' });
  page.answerWith(FOUND);
  expect(await speak(page)).toBe('remote-start');
});

it('says that the key is refused when an answer is', async () => {
  const page = await open({ key: 'secret' });
  page.failWith(new EngineError('companion_key_refused', 'No.'));
  await expect(ask(page)).rejects.toMatchObject({ code: 'companion_key_refused' });
  expect(page.state.getState()).toMatchObject({ status: 'away', problem: 'key-refused' });
});

it('can be taken away: then no origin is let through and nobody is asked', async () => {
  const page = await open({ key: 'secret' });
  page.take();
  await page.link.use('', '');
  expect(page.take()).toEqual(['keep key', 'keep', 'allow', 'renew']);
  expect(page.state.getState()).toEqual(NO_COMPANION);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(page.take()).toEqual([]);
});
