import { BUILT_IN_CHAT_MODEL } from '../../models/catalog.ts';
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest } from '../chat-engine.ts';
import { type GuideAnswer, recite, sayBeyond } from './answers.ts';
import { answerFromFacts, type DeviceFacts } from './device-answers.ts';
import { announceDrawing, findDrawing } from './drawing.ts';
import { type GuideJob, readFollowUp, type Understood } from './follow-up.ts';
import { guideTexts } from './guide-texts.ts';
import { createJobWriter } from './job-writer.ts';
import type { GuideMatch } from './retrieval.ts';
import type { CreativeJob } from './message-kinds.ts';
import { createMessageRouter, type MessageRouter, type Route } from './route-message.ts';
import { readDrawRequest } from '../pictures/draw-request.ts';
import { picturesIn } from '../vision/pictures-in.ts';
import { parseWordVectors } from './word-vectors.ts';

export interface GuideChatEngine extends ChatEngine {
  /** Reads the texts before the first question, since that takes a moment. */
  prepare(): void;
}

export interface GuideOptions {
  /**
   * Whether several people ask it: then what it writes for one does not depend on what it wrote for
   * another. Default: one person's own.
   */
  isShared?: boolean;
  /** Reads `word-vectors.bin`. Default: questions are compared by their words alone. */
  readVectors?(): Promise<ArrayBuffer>;
}

/**
 * The built-in guide: questions about Triptych are answered from its own texts, by retrieval; the
 * model speaks where it is good (briefs, titles, taglines, colours); "draw a fox" is passed on to
 * whoever draws; anything else gets a plain answer that says so and offers a download. Other
 * models, and requests with a system message of their own, go straight to `base`.
 */
export function createGuideChatEngine(
  base: ChatEngine,
  readFacts: () => Promise<DeviceFacts>,
  { isShared = false, readVectors }: GuideOptions = {},
): GuideChatEngine {
  let router: MessageRouter | undefined;
  let learning: Promise<void> | undefined;
  const writer = createJobWriter(base, !isShared);
  const findRouter = () => (router ??= createMessageRouter(guideTexts));

  /**
   * Word vectors cover more wordings, but are a megabyte and take half a second to prepare: they wait
   * until the first answer has been given, and the second question waits for them. Where they cannot
   * be read, the next answer tries again.
   */
  async function learnVectors(read: () => Promise<ArrayBuffer>): Promise<void> {
    try {
      router = createMessageRouter(guideTexts, parseWordVectors(await read()));
    } catch {
      learning = undefined;
    }
  }
  const jobOf = (message: string): GuideJob | undefined => {
    if (readDrawRequest(message)) return 'draw';
    const route = findRouter().route(message);
    return route.kind === 'creative' ? route.job : undefined;
  };
  async function* answer(
    request: ChatRequest,
    question: ChatMessage,
    signal: AbortSignal,
  ): AsyncGenerator<ChatEvent> {
    const drawn = findDrawing(request.messages, jobOf);
    if (drawn) return yield* announceDrawing(drawn);
    const followed = readFollowUp(request.messages, jobOf);
    const route = followed ? undefined : findRouter().route(question.content);
    if (route && route.kind !== 'creative')
      return yield* recite(await answerFromTexts(route, readFacts));
    const asked = followed ?? (route && { message: question.content, job: route.job, avoid: [] });
    if (asked && isWritten(asked)) yield* writer.write(request, asked, signal);
  }
  return {
    prepare: () => void findRouter(),
    load: (choice, signal) => base.load(choice, signal),
    async *generate(request, signal) {
      const question = request.messages.at(-1);
      const isForGuide =
        request.model === BUILT_IN_CHAT_MODEL &&
        question?.role === 'user' &&
        request.messages[0]?.role !== 'system';
      const isShown = picturesIn(request.messages).length > 0;
      if (!isForGuide || isShown || request.responseFormat || request.tools)
        return yield* base.generate(request, signal);
      await learning;
      yield* answer(request, question, signal);
      if (readVectors) learning ??= learnVectors(readVectors);
    },
  };
}

function isWritten(asked: Understood): asked is Understood<CreativeJob> {
  return asked.job !== 'draw';
}

/** The answer, if it needs no model. */
async function answerFromTexts(
  route: Exclude<Route, { kind: 'creative' }>,
  readFacts: () => Promise<DeviceFacts>,
): Promise<GuideAnswer> {
  switch (route.kind) {
    case 'guide': {
      const [best, ...others] = route.matches;
      if (!best) return sayBeyond('other');
      const { id, title, text, link } = best.text;
      const source = { title, ...(link ? { link } : {}), related: titlesOf(others) };
      return { text: answerFromFacts(id, await readFacts()) ?? text, source };
    }
    case 'small-talk':
      return { text: route.reply };
    case 'beyond':
      return sayBeyond(route.topic, titlesOf(route.matches));
  }
}

function titlesOf(matches: readonly GuideMatch[]): string[] {
  return matches.map(({ text }) => text.title);
}
