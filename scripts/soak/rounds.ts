import type { Page } from 'playwright';
import type { Studio } from '../../src/app/studio.ts';
import { SCREENS } from '../../src/engine/screens.ts';

declare global {
  /** What the page offers to programs (src/main.tsx). */
  var triptych: Studio;
}

/** Machines lend their processors to others; what hangs is noticed all the same. */
const PATIENCE_MS = 180_000;

const open = (page: Page, screen: string) =>
  page.evaluate((hash) => void (location.hash = hash), `#/${screen}`);

/** One round of what people do, with the built-in models; what it makes it deletes. */
export async function goRound(page: Page, count: number): Promise<void> {
  await askGuide(page, count);
  await drawSticker(page);
  await speakText(page);
  await visitScreens(page);
  await importConversations(page);
  await deleteAll(page);
}

async function askGuide(page: Page, count: number): Promise<void> {
  await open(page, 'chat');
  await page.getByRole('textbox', { name: 'Message' }).fill(`Tagline for bakery ${count}`);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.waitForFunction(
    () => {
      const { messages } = globalThis.triptych.chatStore.getState();
      const last = Object.values(messages).at(-1);
      return last?.role === 'assistant' && last.state === 'complete';
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
}

async function drawSticker(page: Page): Promise<void> {
  await open(page, 'images');
  await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('a fox');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  const pictures = page.getByRole('list', { name: 'Latest pictures' });
  await pictures.getByRole('img').first().waitFor({ timeout: PATIENCE_MS });
}

async function speakText(page: Page): Promise<void> {
  await open(page, 'speech');
  const box = page.getByRole('textbox', { name: 'Text to speak' });
  const another = page.getByRole('button', { name: 'New reading' }).filter({ visible: true });
  await box.or(another).first().waitFor({ timeout: PATIENCE_MS });
  if (!(await box.isVisible())) await another.first().click();
  await box.fill('The quick brown fox jumped over the lazy dog. Then it slept until noon.');
  await page.getByRole('button', { name: 'Speak', exact: true }).click();
  await page.waitForFunction(
    () => globalThis.triptych.speechStore.getState().readings?.[0]?.state === 'complete',
    undefined,
    { timeout: PATIENCE_MS },
  );
}

async function visitScreens(page: Page): Promise<void> {
  for (const { id } of SCREENS) {
    await open(page, id);
    await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor();
  }
}

/** Ten conversations of ten turns. */
async function importConversations(page: Page): Promise<void> {
  await open(page, 'chat');
  await page.evaluate(async () => {
    const conversations = Array.from({ length: 10 }, (_, index) => ({
      conversation: {
        id: 'c',
        title: `Imported ${index}`,
        createdAt: 1,
        updatedAt: index,
        leafId: '9',
      },
      messages: Array.from({ length: 10 }, (_each, at) => ({
        id: String(at),
        conversationId: 'c',
        parentId: at === 0 ? null : String(at - 1),
        role: at % 2 === 0 ? 'user' : 'assistant',
        content: `Turn **${at}** of a \`conversation\`.\n\n- one\n- two`,
        createdAt: at,
        state: 'complete',
      })),
    }));
    const file = { format: 'triptych-conversations', version: 1, conversations };
    await globalThis.triptych.chatStore.getState().importFile(new Blob([JSON.stringify(file)]));
  });
  await page.getByRole('article', { name: 'Answer' }).last().waitFor({ timeout: PATIENCE_MS });
}

async function deleteAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { chatStore, library, speechStore } = globalThis.triptych;
    for (const { id } of chatStore.getState().conversations ?? [])
      await chatStore.getState().remove(id);
    await library.remove((library.state.getState().pictures ?? []).map(({ id }) => id));
    for (const { id } of speechStore.getState().readings ?? [])
      await speechStore.getState().remove(id);
  });
}

/** Until nothing that was deleted is kept for an Undo, so that it does not count as in use. */
export async function settle(page: Page): Promise<void> {
  await open(page, 'settings');
  await page.waitForFunction(
    () =>
      globalThis.triptych.chatStore.getState().removed === null &&
      globalThis.triptych.speechStore.getState().removed === null &&
      globalThis.triptych.library.state.getState().removed.length === 0,
    undefined,
    { timeout: PATIENCE_MS },
  );
}
