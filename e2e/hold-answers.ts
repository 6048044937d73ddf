import type { Page } from '@playwright/test';
import type { ChatEngine } from '../src/engine/chat/chat-engine.ts';

declare global {
  /** Lets the answer that is held go on. */
  var releaseAnswer: () => void;
  /** Whether an answer has begun and is held. */
  var isAnswerHeld: boolean;
}

/** Holds answers after their first words, so that a fast machine is still in the middle of one. */
export async function holdAnswers(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { chat } = globalThis.triptych as { chat: ChatEngine };
    const generate = chat.generate.bind(chat);
    globalThis.isAnswerHeld = false;
    const released = new Promise<void>((resolve) => {
      globalThis.releaseAnswer = resolve;
    });
    Object.assign(chat, {
      async *generate(...parameters: Parameters<ChatEngine['generate']>) {
        for await (const event of generate(...parameters)) {
          yield event;
          if (event.type !== 'text-delta') continue;
          globalThis.isAnswerHeld = true;
          await released;
        }
      },
    });
  });
}

/** The screen shows a state before it shows words, so that its text does not tell. */
export async function untilHeld(page: Page): Promise<void> {
  await page.waitForFunction(() => globalThis.isAnswerHeld);
}
