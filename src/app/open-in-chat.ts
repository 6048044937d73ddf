import type { ChatStore } from '../features/chat/store/chat-state.ts';
import type { DraftStorage } from '../storage/drafts.ts';
import { navigate } from './address.ts';

/** The part of the studio that is needed. */
interface ChatParts {
  chatStore: ChatStore;
  drafts: DraftStorage;
}

/**
 * Takes what a picture was drawn from into the question that is being written, quoted, after the
 * existing text: no chat model reads pictures. The one way from a picture into the composer.
 */
export function openInChat({ chatStore, drafts }: ChatParts, prompt: string): void {
  const { openId } = chatStore.getState();
  drafts.write(openId, appendQuote(drafts.read(openId), prompt));
  navigate(openId ? `/chat/${openId}` : '/chat');
}

/** A text with another one quoted after it, and room for what is asked about it. */
export function appendQuote(text: string, quoted: string): string {
  const quote = quoted
    .trim()
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  return `${text.trim() === '' ? '' : `${text.trimEnd()}\n\n`}${quote}\n\n`;
}
