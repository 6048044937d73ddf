import type { Page } from '@playwright/test';
import { holdAnswers, untilHeld } from './hold-answers.ts';
import { expect, test } from './studio-page.ts';

test('a stopped answer keeps its text', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Hero image for a bakery, warm light');
  await expect(page.getByRole('article', { name: 'Answer' })).toContainText(/\w{3,}/);
  await page.keyboard.press('Escape');
  const answer = await studio.answer();
  await expect(answer).toContainText('Stopped');
  await expect(answer).toContainText(/\w{3,}/);
});

test('regenerating adds an alternative, and both can be shown', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Where are my chats kept?');
  await (await studio.answer()).getByRole('button', { name: 'Regenerate' }).click();
  await studio.answer();
  await expect(page.getByLabel('Answer 2 of 2')).toBeVisible();
  await page.getByRole('button', { name: 'Previous answer' }).click();
  await expect(page.getByLabel('Answer 1 of 2')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Answer 1 of 2')).toBeVisible();
});

const openMenu = async (page: Page, title: string) => {
  await page.getByRole('listitem').filter({ hasText: title }).hover();
  await page.getByRole('button', { name: `More for ${title}` }).click();
};

test('conversations can be listed, opened, deleted and restored', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  for (const question of ['What can I do here?', 'Is it private?']) {
    await page.getByRole('button', { name: 'New chat' }).click();
    await studio.ask(question);
    await studio.answer();
  }
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.getByRole('link', { name: 'What can I do here?' }).click();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('What can I do here?');
  await openMenu(page, 'What can I do here?');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(list.getByRole('link', { name: 'What can I do here?' })).toHaveCount(0);
  await expect(page.getByText('What shall we write?')).toBeVisible();
  await list.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('What can I do here?');
});

test('everything works from the keyboard', async ({ studio }) => {
  const { page } = studio;
  await studio.open('/#/settings');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await studio.checkAccessibility();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await studio.checkAccessibility();
  await page.keyboard.type('new chat');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Is it private?');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('Really?');
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue(
    'Is it private?\nReally?',
  );
  await page.keyboard.press('Enter');
  await studio.answer();
  await page.getByRole('button', { name: 'Copy', exact: true }).focus();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
});

test('a model the hub refuses gives an explanation with a next step, and nothing is lost', async ({
  studio,
  context,
}) => {
  const { page, complaints } = studio;
  await context.route('https://huggingface.co/**', (route) => route.abort());
  await studio.open('/#/models');
  await page.getByRole('button', { name: 'Download SmolLM2 360M' }).click();
  const card = page.getByRole('listitem', { name: 'SmolLM2 360M' });
  await expect(card.getByRole('alert')).toContainText('cannot be reached');
  await expect(card.getByRole('button', { name: /Continue/ })).toBeVisible();
  expect(complaints.filter((text) => !text.includes('net::ERR_FAILED'))).toEqual([]);
});

test('hostile markdown runs nothing and fetches nothing', async ({ studio }) => {
  const { page, foreignRequests, complaints } = studio;
  await studio.open();
  await showAnswer(
    page,
    '<script>window.hacked = 1</script><img src="https://evil.example/x.png" onerror="window.hacked = 1">\n\n![cat](https://evil.example/cat.png) [press](javascript:window.hacked=1) **end of it**',
  );
  await expect(page.getByText('end of it')).toBeVisible();
  await page.getByText('press').click({ trial: true });
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(foreignRequests).toEqual([]);
  expect(complaints).toEqual([]);
});

test('editing a question keeps the old branch, and both can be shown', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Is it private?');
  await studio.answer();
  await page.getByRole('textbox', { name: 'Message' }).press('ArrowUp');
  const editor = page.getByRole('form', { name: 'Edit the question' });
  await expect(editor.getByRole('textbox')).toBeFocused();
  await studio.checkAccessibility();
  await editor.getByRole('textbox').fill('What can I do here?');
  await editor.getByRole('textbox').press('Enter');
  await studio.answer();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('What can I do here?');
  await page.getByRole('button', { name: 'Previous question' }).click();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('Is it private?');
});

test('a stopped answer continues where it stopped', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ chatModel: 'tiny/llama' }),
  );
  // A model of random numbers may end at any word: it is held before it can.
  await holdAnswers(page);
  await studio.ask('Tell me');
  const lengthOf = () =>
    page.evaluate(
      () =>
        Object.values(globalThis.triptych.chatStore.getState().messages).at(-1)?.content.length ??
        0,
    );
  await untilHeld(page);
  await page.keyboard.press('Escape');
  await page.evaluate(() => globalThis.releaseAnswer());
  const stopped = await studio.answer();
  await expect(stopped).toContainText('Stopped');
  const before = await lengthOf();
  await stopped.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(lengthOf).toBeGreaterThan(before);
  await page.keyboard.press('Escape');
  await studio.answer();
  await expect(page.getByRole('article', { name: 'Answer' })).toHaveCount(1);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Chat settings' }).click();
  await page.getByRole('spinbutton', { name: 'Maximum length' }).fill('8');
  await page.getByRole('button', { name: 'Regenerate' }).click();
  await studio.answer();
  await expect(page.getByRole('meter', { name: 'Context' })).toHaveAttribute(
    'aria-valuetext',
    /^\d+ of \d+ tokens$/,
  );
});

test('conversation settings: system prompt, numbers, presets, JSON schema, and reset', async ({
  studio,
}) => {
  const { page } = studio;
  await page.setViewportSize({ width: 1440, height: 900 });
  await studio.open();
  await page.getByRole('button', { name: 'Chat settings' }).click();
  const panel = page.getByRole('complementary', { name: 'Chat settings' });
  await studio.checkAccessibility();
  await panel.getByRole('button', { name: 'Short answers' }).click();
  await expect(panel.getByRole('textbox', { name: 'System prompt' })).toHaveValue(
    /one or two sentences/,
  );
  await panel.getByRole('spinbutton', { name: 'Temperature' }).fill('9');
  await expect(panel.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('2');
  await panel.getByRole('textbox', { name: 'New preset name' }).fill('Mine');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: 'Reset to model defaults' }).click();
  await expect(panel.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('');
  await page.reload();
  await panel.getByRole('button', { name: 'Mine', exact: true }).click();
  await expect(panel.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('2');
  await panel.getByRole('button', { name: 'Delete the preset Mine' }).click();
  await panel.getByRole('button', { name: 'Reset to model defaults' }).click();

  const schema =
    '{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}';
  await panel.getByRole('textbox', { name: 'JSON schema' }).fill(schema.slice(0, 9));
  await expect(panel.getByRole('alert')).toHaveText('Not valid JSON yet.');
  await panel.getByRole('textbox', { name: 'JSON schema' }).fill(schema);
  await studio.ask('Title for a story about a lighthouse');
  await studio.answer();
  const text = await page.evaluate(
    () => Object.values(globalThis.triptych.chatStore.getState().messages).at(-1)?.content ?? '',
  );
  expect(JSON.parse(text)).toEqual({ name: expect.any(String) });
});

test('conversations can be searched, renamed, exported and imported', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  for (const question of ['What can I do here?', 'Is it private?']) {
    await page.getByRole('button', { name: 'New chat' }).click();
    await studio.ask(question);
    await studio.answer();
  }
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await list.getByRole('searchbox').fill('leaves this page');
  await expect(list.getByRole('link')).toHaveText(['Is it private?']);
  await list.getByRole('searchbox').fill('nothing like that');
  await expect(list.getByText('No matches.')).toBeVisible();
  await list.getByRole('searchbox').fill('');

  await openMenu(page, 'Is it private?');
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await list.getByRole('textbox', { name: 'Title' }).fill('About privacy');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('link', { name: 'About privacy' })).toBeVisible();

  await openMenu(page, 'About privacy');
  const markdown = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  expect((await markdown).suggestedFilename()).toBe('About privacy.md');

  await list.getByRole('button', { name: 'Import and export' }).click();
  const exported = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export all conversations' }).click();
  const path = await (await exported).path();
  await list.getByLabel('File with conversations').setInputFiles(path);
  await expect(list.getByRole('link', { name: 'About privacy' })).toHaveCount(2);
  await list.getByLabel('File with conversations').setInputFiles('package.json');
  await expect(page.getByRole('alert')).toContainText('no Triptych conversations');
});

test('Markdown, highlighted code with a copy button, and formulas are rendered', async ({
  studio,
  context,
}) => {
  const { page, complaints, foreignRequests } = studio;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await studio.open();
  const answer =
    '# Heading\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nprint("hi")\n```\n\nSo \\(a^2 + b^2\\) and\n\\[c^2\\]';
  await showAnswer(page, answer);
  const shown = page.getByRole('article', { name: 'Answer' });
  await expect(shown.getByRole('heading', { name: 'Heading' })).toBeVisible();
  await expect(shown.getByRole('table')).toBeVisible();
  await expect(shown.locator('.katex')).toHaveCount(2);
  const word = shown.locator('[data-streamdown=code-block] span', { hasText: /^print$/ }).last();
  await expect
    .poll(() => word.evaluate((element) => getComputedStyle(element).color))
    .not.toBe(await shown.evaluate((element) => getComputedStyle(element).color));
  await shown.getByRole('button', { name: /copy code/i }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('print("hi")');
  await studio.checkAccessibility();
  expect(complaints).toEqual([]);
  expect(foreignRequests).toEqual([]);
});

test('bad input is explained: a megabyte, a lone surrogate', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ chatModel: 'tiny/llama' }),
  );
  await page.evaluate(() => globalThis.triptych.chatStore.getState().send('word '.repeat(200_000)));
  await expect(page.getByRole('alert')).toContainText('longer than the model can read');
  await page.getByRole('button', { name: 'New chat' }).last().click();
  await page.evaluate(() => {
    const { changeSettings, send } = globalThis.triptych.chatStore.getState();
    void changeSettings({ maxTokens: 4 }).then(() => send('half \ud83e a fox'));
  });
  await expect(await studio.answer()).toContainText('length limit');
});

test('a conversation too long for the context drops its oldest turns and says so', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await page.evaluate(() =>
    globalThis.triptych.settings.getState().change({ chatModel: 'tiny/llama' }),
  );
  await page.evaluate(() =>
    globalThis.triptych.chatStore.getState().changeSettings({ maxTokens: 8 }),
  );
  const question = 'The sea is wide, the boat is small, and the wind comes from the west. '.repeat(
    2,
  );
  for (let turn = 0; turn < 5; turn++) {
    await studio.ask(question);
    await studio.answer();
  }
  await expect(page.getByText(/The oldest \d+ messages did not fit/).last()).toBeVisible();
  await expect(page.getByRole('article', { name: 'You' })).toHaveCount(5);
  await page.reload();
  await expect(page.getByText(/The oldest \d+ messages did not fit/).last()).toBeVisible();
});

test('a picture is drawn in the answer, stays with the conversation, opens, and can be drawn from an idea', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('draw a fox on a teal background');
  const answer = page.getByRole('article', { name: 'Answer' });
  await expect(answer.getByRole('img', { name: 'a fox on a teal background' })).toBeVisible({
    timeout: 120_000,
  });
  await studio.checkAccessibility();
  await page.reload();
  await answer.getByRole('button', { name: 'Open the picture' }).click();
  await expect(page.getByRole('dialog', { name: 'a fox on a teal background' })).toBeVisible();
  await page.keyboard.press('Escape');

  await showAnswer(page, 'One:\n\n**Prompt:** a pizza on a yellow background\n\nAnd no more.');
  await answer.getByRole('button', { name: 'Draw this' }).click();
  await expect(answer.getByRole('button', { name: 'Stop' })).toBeVisible();
  await answer.getByRole('button', { name: 'Stop' }).click();
  await expect(answer).toContainText('No picture:');
  await answer.getByRole('button', { name: 'Draw', exact: true }).click();
  await expect(answer.getByRole('img', { name: 'a pizza on a yellow background' })).toBeVisible({
    timeout: 120_000,
  });
  await answer.getByRole('button', { name: 'Use as start picture' }).click();
  await expect(page.getByRole('button', { name: 'Mask an area' })).toBeVisible();
});

test('an answer can be rewritten by another model, forked and opened in Speech; a conversation can be pinned', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await studio.ask('Is it private?');
  const answer = await studio.answer();
  await page.evaluate(() =>
    globalThis.triptych.chatStore.getState().changeSettings({ maxTokens: 4 }),
  );
  await answer.getByRole('button', { name: 'Answer with another model' }).click();
  await page.getByRole('menuitem', { name: 'llama' }).click();
  await expect(await studio.answer()).toContainText('llama');
  await expect(page.getByLabel('Answer 2 of 2')).toBeVisible();

  await page.getByRole('button', { name: 'More for this answer' }).click();
  await page.getByRole('menuitem', { name: 'Fork from here' }).click();
  const list = page.getByRole('navigation', { name: 'Conversations' });
  await expect(list.getByRole('link')).toHaveText(['Fork of Is it private?', 'Is it private?']);
  await expect(page.getByRole('article', { name: 'You' })).toHaveText('Is it private?');
  await expect(page.getByLabel('Answer 2 of 2')).toHaveCount(0);

  await page.getByRole('button', { name: 'More for Is it private?', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Pin' }).click();
  await expect(list.getByRole('region', { name: 'Pinned' }).getByRole('link')).toHaveText(
    'Is it private?',
  );
  await expect(list.getByRole('link')).toHaveText(['Is it private?', 'Fork of Is it private?']);
  await studio.checkAccessibility();

  await list.getByRole('link', { name: 'Is it private?', exact: true }).click();
  await page.getByRole('button', { name: 'Previous answer' }).click();
  await page.getByRole('button', { name: 'More for this answer' }).click();
  await page.getByRole('menuitem', { name: 'Open in Speech' }).click();
  await expect(page.getByRole('textbox', { name: 'Text to speak' })).toHaveValue(
    /leaves this page/,
  );
});

test('on small screens nothing in chat is hidden or overlaps, and touch targets are large enough', async ({
  browser,
  studio,
}) => {
  await studio.page.close();
  const context = await browser.newContext({
    hasTouch: true,
    isMobile: true,
    viewport: { width: 320, height: 568 },
  });
  const page = await context.newPage();
  for (const [width, height] of [
    [320, 568],
    [390, 844],
    [844, 390],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.goto('/#/chat');
    await page.getByRole('textbox', { name: 'Message' }).fill('Is it private?');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('button', { name: 'Regenerate', exact: true }).last()).toBeVisible({
      timeout: 60_000,
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    await expect(page.getByRole('button', { name: 'Send' })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('button', { name: 'Edit' }).last()).toHaveCSS('opacity', '1');
  }
  await context.close();
});

/** An answer in the store, as a model might have written it. */
async function showAnswer(page: Page, content: string): Promise<void> {
  await page.evaluate(async (text) => {
    const now = Date.now();
    const conversation = {
      id: 'shown',
      title: 'Shown',
      createdAt: now,
      updatedAt: now,
      leafId: 'a',
    };
    const question = {
      id: 'q',
      conversationId: 'shown',
      parentId: null,
      role: 'user',
      content: 'Show me',
      createdAt: now,
      state: 'complete',
    };
    const messages = [
      question,
      { ...question, id: 'a', parentId: 'q', role: 'assistant', content: text, createdAt: now + 1 },
    ];
    const file = {
      format: 'triptych-conversations',
      version: 1,
      conversations: [{ conversation, messages }],
    };
    await globalThis.triptych.chatStore.getState().importFile(new Blob([JSON.stringify(file)]));
  }, content);
}
