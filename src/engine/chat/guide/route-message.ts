import type { GuideText } from './guide-texts.ts';
import {
  type BeyondTopic,
  type CreativeJob,
  describesPicture,
  type MessageKind,
} from './message-kinds.ts';
import { createGuideIndex, type GuideMatch } from './retrieval.ts';
import type { WordVectors } from './word-vectors.ts';

export type Route =
  /** A question about Triptych: answer with the first text. */
  | { kind: 'guide'; matches: GuideMatch[] }
  /**
   * Hello, thanks, goodbye: say `reply`. The model can do it too, but knows far fewer wordings than
   * this does.
   */
  | { kind: 'small-talk'; reply: string }
  /** The model does the job. */
  | { kind: 'creative'; job: CreativeJob }
  /**
   * Say that the model is very small, and offer a download; `matches` are the nearest texts, none
   * of them certain.
   */
  | { kind: 'beyond'; topic: BeyondTopic; matches: GuideMatch[] };

export interface MessageRouter {
  /** Classifies a message that can be understood by itself. */
  route(message: string): Route;
}

/** How many texts are offered. */
const offered = 3;

/**
 * Separates questions about Triptych, small talk, jobs the built-in model can do, and everything
 * else.
 */
export function createMessageRouter(
  texts: readonly GuideText[],
  vectors?: WordVectors,
): MessageRouter {
  const index = createGuideIndex(texts, vectors);
  return {
    route(message) {
      if (describesPicture(message)) return { kind: 'creative', job: 'brief' };
      const { matches: found, otherKind } = index.judge(message);
      const matches = found.slice(0, offered);
      return matches[0]?.isConfident ? { kind: 'guide', matches } : routeOther(otherKind, matches);
    },
  };
}

function routeOther(kind: MessageKind | undefined, matches: GuideMatch[]): Route {
  switch (kind?.kind) {
    case 'small-talk':
      return { kind: 'small-talk', reply: kind.reply };
    case 'creative':
      return { kind: 'creative', job: kind.job };
    case 'beyond':
      return { kind: 'beyond', topic: kind.topic, matches };
    case undefined:
      return { kind: 'beyond', topic: 'other', matches };
  }
}
