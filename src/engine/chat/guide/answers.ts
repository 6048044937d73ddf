import type { GuideLink } from '../../studio-actions.ts';
import type { ChatEvent } from '../chat-engine.ts';
import type { BeyondTopic } from './message-kinds.ts';

/** Where an answer came from that no model wrote, and what can be done next. */
export interface GuideSource {
  title: string;
  link?: GuideLink;
  /** Titles of the texts that came next: what else may have been meant. */
  related: string[];
}

export interface GuideAnswer {
  text: string;
  source?: GuideSource;
}

/** That something is too much for the guide, and who can do it. */
export function sayBeyond(topic: BeyondTopic, related: string[] = []): GuideAnswer {
  const link = { label: 'Get a larger model', action: 'ask:larger' as const };
  return {
    text: BEYOND_TEXTS[topic] ?? BEYOND_TEXT,
    source: { title: 'Beyond the guide', link, related },
  };
}

const BEYOND_TEXT =
  'I am a very small model: I know Triptych, and can help with titles, taglines, colours and picture ideas. A larger model can do this; it runs on your own device too.';

const BEYOND_TEXTS: Readonly<Partial<Record<BeyondTopic, string>>> = {
  names:
    'I am too small a model to invent good names. Once you have one, I can write a tagline for it, choose colours or describe a picture. A larger model can suggest names.',
};

/** The events of an answer that is there at once. */
export async function* recite({ text, source }: GuideAnswer): AsyncGenerator<ChatEvent> {
  if (source) yield { type: 'source-found', source };
  yield { type: 'text-delta', text, tokens: [] };
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, contextLength: 0 };
  yield { type: 'finish', reason: 'stop', usage, firstTokenMs: null, tokensPerSecond: null };
}
