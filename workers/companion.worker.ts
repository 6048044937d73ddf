import { createCompanionAdmin } from '../src/api-client/companion/create-companion-admin.ts';
import { createCompanionDiffusionEngine } from '../src/api-client/companion/companion-diffusion-engine.ts';
import { createCompanionChatEngine } from '../src/api-client/companion/companion-chat-engine.ts';
import { createCompanionSpeechEngine } from '../src/api-client/companion/companion-speech-engine.ts';
import { checkCompanion } from '../src/api-client/companion/check-companion.ts';
import { exposeEngine } from '../src/comlink/expose-engine.ts';
import type { CompanionAdmin } from '../src/engine/companion/companion-admin.ts';
import type { CompanionFinding } from '../src/engine/companion/companion-finding.ts';
import type { ChatEvent, ChatRequest } from '../src/engine/chat/chat-engine.ts';
import type { ImageEvent, ImageRequest } from '../src/engine/diffusion/diffusion-engine.ts';
import type { SpeechEvent, SpeechRequest } from '../src/engine/speech/speech-engine.ts';
import { explainUnreachable, watchPolicy } from './explain-unreachable.ts';
import { holdLifeLock } from './life-lock.ts';

/** Where a companion is, and what opens it. */
export interface CompanionAddress {
  /** Without a slash at the end. */
  url: string;
  /** Empty for none. */
  key: string;
}

/** What whoever runs a companion asks of it; each call says of which. */
type AdminCalls = {
  [Name in keyof CompanionAdmin]: (
    address: CompanionAddress,
    ...rest: Parameters<CompanionAdmin[Name]>
  ) => ReturnType<CompanionAdmin[Name]>;
};

/**
 * Engines on another machine. They are asked from a worker, since the page's own policy was settled
 * when the page was loaded: a worker that is started later has the one of its time.
 */
export interface CompanionWorker extends AdminCalls {
  check(address: CompanionAddress, signal: AbortSignal): Promise<CompanionFinding>;
  /** `request.model`: the server's name. */
  chat(
    address: CompanionAddress,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncIterable<ChatEvent>;
  draw(
    address: CompanionAddress,
    request: ImageRequest,
    signal: AbortSignal,
  ): AsyncIterable<ImageEvent>;
  /** `request.language`: of the voice, where the server tells. */
  speak(
    address: CompanionAddress,
    request: SpeechRequest,
    signal: AbortSignal,
  ): AsyncIterable<SpeechEvent>;
}

const toApiAddress = ({ url, key }: CompanionAddress) => ({
  origin: url,
  ...(key && { apiKey: key }),
});

const administer = (address: CompanionAddress) => createCompanionAdmin(toApiAddress(address));

watchPolicy();

exposeEngine<CompanionWorker>(
  {
    async check(address, signal) {
      const finding = await checkCompanion(toApiAddress(address), signal);
      return finding.type === 'problem' && finding.problem === 'unreachable'
        ? { type: 'problem', problem: await explainUnreachable(address.url) }
        : finding;
    },
    chat: (address, request, signal) =>
      createCompanionChatEngine(toApiAddress(address)).generate(request, signal),
    draw: (address, request, signal) =>
      createCompanionDiffusionEngine(toApiAddress(address)).generate(request, signal),
    readReport: (address, signal) => administer(address).readReport(signal),
    listRequests: (address, signal) => administer(address).listRequests(signal),
    listKeys: (address, signal) => administer(address).listKeys(signal),
    createKey: (address, wanted, signal) => administer(address).createKey(wanted, signal),
    revokeKey: (address, id, signal) => administer(address).revokeKey(id, signal),
    cancelJob: (address, id, signal) => administer(address).cancelJob(id, signal),
    speak: (address, request, signal) =>
      createCompanionSpeechEngine(toApiAddress(address)).synthesize(request, signal),
  },
  holdLifeLock(),
);
