import type { ChatEngine, ChatEvent } from '../../engine/chat/chat-engine.ts';
import type { CompanionAdmin } from '../../engine/companion/companion-admin.ts';
import type {
  CompanionFinding,
  CompanionProblem,
} from '../../engine/companion/companion-finding.ts';
import type { DiffusionEngine } from '../../engine/diffusion/diffusion-engine.ts';
import { EngineError, whenAborted } from '../../engine/errors.ts';
import type { SpeechEngine } from '../../engine/speech/speech-engine.ts';
import type { WritableObservable } from '../observable.ts';
import type { CompanionAddress } from '../../../workers/companion.worker.ts';
import { createAway, withLanguage } from './ask-for-speech.ts';
import type { CompanionConnection } from './companion-connection.ts';
import { hostOfCompanion, NO_COMPANION, type CompanionState } from './companion-state.ts';

/** What can be done with the companion of this page. */
export interface CompanionLink {
  /**
   * Takes another address, or none (''), and another key. `undefined`: the same key, unless it is
   * another server.
   */
  use(url: string, key: string | undefined): Promise<void>;
  /** Asks at once who is there. */
  check(): Promise<void>;
  /** `request.model`: the server's name. */
  chat: Pick<ChatEngine, 'generate'>;
  diffusion: Pick<DiffusionEngine, 'generate'>;
  /** For whoever runs the companion that is known now. Throws `companion_unreachable` if there is none. */
  administer(): CompanionAdmin;
  /** Fails within seconds where it is away, since a listener waits: a voice here can speak instead. */
  speech: Pick<SpeechEngine, 'synthesize'>;
}

export interface CompanionLinkParts {
  state: WritableObservable<CompanionState>;
  connection: CompanionConnection;
  access: {
    writeUrl(url: string): void;
    readKey(): Promise<string>;
    writeKey(key: string): Promise<void>;
  };
  /** The server that the page comes from, if it is a companion; else empty. */
  ownUrl: string;
  /** Has the page's policy let an origin through from now on; '' for none. */
  allow(url: string): Promise<void>;
  /** Whether anybody looks at the page, and who is told when somebody does again. */
  isWatched(): boolean;
  onWake(listener: () => void): void;
}

type Finish = Extract<ChatEvent, { type: 'finish' }>;

/** While it is there: to notice new models, and its end. */
const LOOK_EVERY_MS = 60_000;
/** While it is not: soon at first. */
const RETRY_MS = { first: 2000, most: 30_000 };

/** Follows the companion from now on; resolves when it may be asked. */
export async function openCompanionLink(parts: CompanionLinkParts): Promise<CompanionLink> {
  const { state, connection, access, ownUrl, allow } = parts;
  const change = (part: Partial<CompanionState>) => state.update((all) => ({ ...all, ...part }));
  let key = await access.readKey();
  let checking: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = RETRY_MS.first;

  function lookLater(): void {
    clearTimeout(timer);
    const { status, problem } = state.getState();
    if (status === 'none') return;
    const isGone = status === 'away' && (problem === 'unreachable' || problem === 'page-policy');
    timer = setTimeout(() => void look(), isGone ? retryMs : LOOK_EVERY_MS);
    if (isGone) retryMs = Math.min(2 * retryMs, RETRY_MS.most);
  }
  /** Without a word to the person, unless something has changed. */
  async function look(): Promise<void> {
    if (!parts.isWatched()) return;
    await ask();
  }
  async function ask(): Promise<void> {
    const { url, problem } = state.getState();
    if (url === '') return;
    // By now the page may have let it through, but a worker keeps the policy that it began with.
    if (problem === 'page-policy') connection.renew();
    checking?.abort();
    const { signal } = (checking = new AbortController());
    const finding = await connection.check({ url, key }, signal).catch(explain);
    if (signal.aborted) return;
    take(finding);
    lookLater();
  }
  function take(finding: CompanionFinding): void {
    if (finding.type === 'problem') return change({ status: 'away', problem: finding.problem });
    retryMs = RETRY_MS.first;
    const { version, models } = finding;
    change({ status: 'ready', problem: null, version, models });
  }
  function lose(problem: CompanionProblem): void {
    change({ status: 'away', problem });
    retryMs = RETRY_MS.first;
    lookLater();
  }
  async function check(): Promise<void> {
    if (state.getState().url === '') return;
    change({ status: 'checking' });
    await ask();
  }
  async function begin(): Promise<void> {
    const { url, isOwn } = state.getState();
    change({ hasKey: key !== '' });
    if (url !== '' && !isOwn) await allow(url);
    void check();
  }

  /** Work of the companion, whose failures tell how it is. */
  async function* watch<E>(
    start: (address: CompanionAddress) => AsyncIterable<E>,
  ): AsyncGenerator<E> {
    const { url } = state.getState();
    if (url === '') throw createNoCompanion();
    try {
      yield* start({ url, key });
    } catch (thrown) {
      const error = EngineError.from(thrown);
      if (error.code === 'companion_unreachable') lose('unreachable');
      if (error.code === 'companion_key_refused') lose(key ? 'key-refused' : 'key-missing');
      throw error;
    }
  }

  /** The list of models says how much each reads, answers do not. */
  function withContext(event: Finish, name: string): Finish {
    const contextLength = state
      .getState()
      .models.find((model) => model.name === name)?.contextLength;
    return contextLength ? { ...event, usage: { ...event.usage, contextLength } } : event;
  }

  /** A server that is switched off answers nobody, and a browser waits long for it. */
  async function ensureThere(signal: AbortSignal): Promise<void> {
    const { status, url } = state.getState();
    if (status === 'ready' || url === '') return;
    await Promise.race([ask(), whenAborted(signal)]);
    if (state.getState().status === 'away') throw createAway(state.getState());
  }

  parts.onWake(() => void (state.getState().status === 'none' || look()));
  await begin();
  return {
    check,
    async use(typed, newKey) {
      checking?.abort();
      clearTimeout(timer);
      const isOwn = typed === '' && ownUrl !== '';
      const url = typed || ownUrl;
      // What opens one server must not be sent to another.
      const isSame = hostOfCompanion({ url }) === hostOfCompanion(state.getState());
      const wanted = newKey ?? (isSame ? key : '');
      if (wanted !== key) await access.writeKey((key = wanted));
      access.writeUrl(typed);
      state.update(() => ({ ...NO_COMPANION, url, isOwn, hasKey: key !== '' }));
      if (url !== '') change({ status: 'checking' });
      await allow(typed);
      connection.renew();
      await check();
    },
    chat: {
      async *generate(request, signal) {
        const events = watch((address) => connection.chat(address, request, signal));
        for await (const event of events)
          yield event.type === 'finish' ? withContext(event, request.model) : event;
      },
    },
    diffusion: {
      generate: (request, signal) => watch((address) => connection.draw(address, request, signal)),
    },
    administer() {
      const { url } = state.getState();
      if (url === '') throw createNoCompanion();
      return connection.administer({ url, key });
    },
    speech: {
      async *synthesize(request, signal) {
        await ensureThere(signal);
        const asked = withLanguage(request, state.getState().models);
        yield* watch((address) => connection.speak(address, asked, signal));
      },
    },
  };
}

/** The worker itself could not do it. */
function explain(): CompanionFinding {
  return { type: 'problem', problem: 'unreachable' };
}

function createNoCompanion(): EngineError {
  return new EngineError(
    'companion_unreachable',
    'This is for a companion server, and this browser knows none. Give its address in Settings.',
  );
}
