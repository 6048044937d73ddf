import type { EngineHost } from '../host.ts';
import { BUILT_IN_CHAT_MODEL } from '../models/catalog.ts';
import { keyOfFile } from '../models/manifest.ts';
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest } from './chat-engine.ts';
import { sampling, writePrompts, type Generate, type ImagePrompt } from './guide/brief.ts';
import { answerFromFacts, type DeviceFacts } from './guide/device-answers.ts';
import { guideTexts, type GuideAction } from './guide/guide-texts.ts';
import { replaceName } from './guide/replace-name.ts';
import type { GuideMatch } from './guide/retrieval.ts';
import { rewordJob } from './guide/reword-job.ts';
import { createMessageRouter, type MessageRouter, type Route } from './guide/route-message.ts';
import { writeStickers } from './guide/stickers.ts';
import { parseWordVectors, type WordVectors } from './guide/word-vectors.ts';

/** Where an answer came from that no model wrote, and what can be done next. */
export interface GuideSource {
  title: string;
  link?: { label: string; action: GuideAction };
  /** Titles of the texts that came next: what else may have been meant. */
  related: string[];
}

export interface GuideChatEngine extends ChatEngine {
  /** Reads the texts, which takes a moment, ahead of the first question. */
  prepare(): void;
}

/**
 * The built-in guide: questions about Triptych are answered from its own texts, by retrieval; the model speaks where it is good (briefs,
 * titles, taglines, colours); anything else gets a plain answer that says so and offers a download.
 * Other models, and requests with a system message of their own, go straight to `base`.
 */
export function createGuideChatEngine(
  base: ChatEngine,
  host: EngineHost,
  readFacts: () => Promise<DeviceFacts>,
): GuideChatEngine {
  let router: MessageRouter | undefined;
  let hasVectors = false;
  const findRouter = () => (router ??= createMessageRouter(guideTexts));

  /** Word vectors know more wordings, and take half a second to make ready: not before the first answer. */
  async function learnVectors(): Promise<void> {
    if (hasVectors) return;
    const vectors = await readVectors(host);
    if (!vectors) return;
    hasVectors = true;
    router = createMessageRouter(guideTexts, vectors);
  }
  async function* answer(request: ChatRequest, question: ChatMessage, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    const route = findRouter().route(question.content);
    if (route.kind !== 'creative') return yield* recite(await answerFromTexts(route, readFacts));
    if (route.job === 'brief' || route.job === 'stickers') return yield* writeJob(base, request, route.job, signal);
    const variety = (request.seed ?? FIRST_SEED) > FIRST_SEED ? sampling : {};
    const { content, standIn, ...ending } = rewordJob(route.job, question.content);
    const messages = [{ ...question, content }];
    const asked = { frequencyPenalty: AGAINST_LOOPS, ...ending, ...request, ...variety, messages };
    const events = base.generate(asked, signal);
    yield* standIn ? replaceName(events, standIn) : events;
  }
  return {
    prepare: () => void findRouter(),
    load: (choice, signal) => base.load(choice, signal),
    async *generate(request, signal) {
      const question = request.messages.at(-1);
      const isForGuide =
        request.model === BUILT_IN_CHAT_MODEL && question?.role === 'user' && request.messages[0]?.role !== 'system';
      if (!isForGuide || request.responseFormat || request.tools) return yield* base.generate(request, signal);
      yield* answer(request, question, signal);
      await learnVectors();
    },
  };
}

async function readVectors(host: EngineHost): Promise<WordVectors | undefined> {
  const guide = await host.findModel(BUILT_IN_CHAT_MODEL);
  const stored = guide && (await host.weights.match(keyOfFile(guide.manifest, 'word-vectors.bin')));
  return stored && parseWordVectors(await stored.arrayBuffer());
}

/** So small a model can fall into writing one token for ever; what it does well never repeats a token often. */
const AGAINST_LOOPS = 0.4;

interface GuideAnswer {
  text: string;
  source?: GuideSource;
}

/** The answer, where it needs no model. */
async function answerFromTexts(
  route: Exclude<Route, { kind: 'creative' }>,
  readFacts: () => Promise<DeviceFacts>,
): Promise<GuideAnswer> {
  switch (route.kind) {
    case 'guide': {
      const [best, ...others] = route.matches;
      if (!best) return BEYOND;
      const { id, title, text, link } = best.text;
      const source = { title, ...(link ? { link } : {}), related: titlesOf(others) };
      return { text: answerFromFacts(id, await readFacts()) ?? text, source };
    }
    case 'small-talk':
      return { text: route.reply };
    case 'beyond':
      return { ...BEYOND, source: { ...BEYOND.source, related: titlesOf(route.matches) } };
  }
}

const BEYOND = {
  text: 'I am a very small model: I know Triptych, and can help with titles, taglines, colours and picture ideas. For this, download a larger model; it runs on your own device too.',
  source: {
    title: 'Beyond the guide',
    link: { label: 'Get a larger model', action: 'ask:larger' as const },
    related: [],
  },
};

function titlesOf(matches: readonly GuideMatch[]): string[] {
  return matches.map(({ text }) => text.title);
}

async function* recite({ text, source }: GuideAnswer): AsyncGenerator<ChatEvent> {
  if (source) yield { type: 'source-found', source };
  yield { type: 'text-delta', text, tokens: [] };
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, contextLength: 0 };
  yield { type: 'finish', reason: 'stop', usage, firstTokenMs: null, tokensPerSecond: null };
}

/** With this seed the model writes what it is surest of; with a higher one, something else. */
const FIRST_SEED = 1;

/** Image prompts or stickers, written as a list that reads well; the figures are those of all that the model wrote for it. */
async function* writeJob(
  base: ChatEngine,
  request: ChatRequest,
  job: 'brief' | 'stickers',
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const begin = performance.now();
  yield { type: 'load-start', model: request.model };
  yield { type: 'load-end', ...(await base.load(request, signal)) };
  const { generate, takeTokens, sumUp } = countGeneration(base, request, signal);
  const text = request.messages.at(-1)?.content ?? '';
  const { seed = FIRST_SEED } = request;
  const prompts =
    job === 'brief'
      ? writePrompts({ brief: text, seed }, generate)
      : await writeStickers({ request: text, seed }, generate);
  for await (const prompt of prompts) yield { type: 'text-delta', text: formatPrompt(prompt), tokens: takeTokens() };
  yield { type: 'finish', reason: 'stop', ...sumUp(begin) };
}

function formatPrompt({ name, prompt, negativePrompt }: ImagePrompt): string {
  return `**${name}**  \n${prompt}  \n*Leave out: ${negativePrompt}*\n\n`;
}

/** Runs the model for a plan, and adds up what it took. */
function countGeneration(base: ChatEngine, { model, device, dtype }: ChatRequest, signal: AbortSignal) {
  let tokens: number[] = [];
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, contextLength: 0 };
  let firstTokenAt: number | undefined;
  const choice = { model, ...(device ? { device } : {}), ...(dtype ? { dtype } : {}) };
  const generate: Generate = async (messages, options) => {
    let written = '';
    for await (const event of base.generate({ ...choice, messages, ...options }, signal)) {
      if (event.type === 'text-delta') {
        firstTokenAt ??= performance.now();
        written += event.text;
        tokens.push(...event.tokens);
      }
      if (event.type !== 'finish') continue;
      usage.promptTokens += event.usage.promptTokens;
      usage.cachedTokens += event.usage.cachedTokens;
      usage.completionTokens += event.usage.completionTokens;
      usage.contextLength = event.usage.contextLength;
    }
    return written;
  };
  return {
    generate,
    takeTokens() {
      const taken = tokens;
      tokens = [];
      return taken;
    },
    sumUp(begin: number) {
      const seconds = (performance.now() - (firstTokenAt ?? begin)) / 1000;
      const hasSpoken = firstTokenAt !== undefined;
      return {
        usage,
        firstTokenMs: hasSpoken ? (firstTokenAt ?? begin) - begin : null,
        tokensPerSecond: hasSpoken ? usage.completionTokens / seconds : null,
      };
    },
  };
}
