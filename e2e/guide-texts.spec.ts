import { guideTexts, listControlNames } from '../src/engine/chat/guide/guide-texts.ts';
import { collectControlNames } from './control-names.ts';
import { expect, test, type StudioPage } from './studio-page.ts';

/** What the guide says, and where it has it from. */
async function askGuide(
  { page }: StudioPage,
  question: string,
): Promise<{ text: string; title: string; action: string }> {
  return page.evaluate(async (content) => {
    const answer = { text: '', title: '', action: '' };
    const request = {
      model: 'triptych/guide',
      device: 'wasm',
      messages: [{ role: 'user', content }],
    } as const;
    for await (const event of globalThis.triptych.chat.generate(
      request,
      new AbortController().signal,
    )) {
      if (event.type === 'text-delta') answer.text += event.text;
      if (event.type !== 'source-found') continue;
      answer.title = event.source.title;
      answer.action = event.source.link?.action ?? '';
    }
    return answer;
  }, question);
}

const denials = guideTexts.filter(({ denies }) => denies !== undefined);

test('every control the guide names exists, and none that it denies', async ({ studio }) => {
  test.slow();
  const names = [...(await collectControlNames(studio))];
  const missing = guideTexts
    .flatMap(({ id, text }) => listControlNames(text).map((name) => ({ id, name })))
    .filter(({ name }) => !names.some((known) => known.includes(name.toLowerCase())));
  expect(missing).toEqual([]);
  const wrong = denials
    .flatMap(({ id, denies = [] }) => denies.map((name) => ({ id, name })))
    .filter(({ name }) => names.includes(name.toLowerCase()));
  expect(wrong).toEqual([]);
});

test('the guide knows every screen in the rail and denies nothing on them', async ({ studio }) => {
  const { page } = studio;
  await studio.open();
  const rail = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  const screens = (await rail.allTextContents())
    .map((name) => name.trim())
    .filter((name) => name !== 'Home');
  expect(screens.length).toBeGreaterThan(4);
  for (const screen of screens) {
    const { text, action } = await askGuide(studio, `How do I open ${screen}?`);
    expect(`${text} ${action}`, screen).toMatch(
      new RegExp(`\\*\\*${screen}\\*\\*|open:${screen.toLowerCase()}`),
    );
  }
  const existing = [
    ['Can it read an answer aloud?', /Read aloud/],
    ['Which voices are there?', /voice/],
    ['How do I import a model from a folder?', /Import a folder/],
    ['How do I export a chat?', /Export as Markdown/],
    ['Can I get answers as JSON?', /JSON schema/],
    ['How do I check my GPU?', /GPU check/],
    ['Where is the temperature?', /Temperature/],
    ['Can I upscale a picture?', /Upscale/],
  ] as const;
  for (const [question, said] of existing) {
    const { text, title } = await askGuide(studio, question);
    expect(text, question).toMatch(said);
    expect(denials.map((each) => each.title)).not.toContain(title);
  }
});

test('the guide says what exists instead of what does not', async ({ studio }) => {
  await studio.open();
  for (const { title, questions } of denials)
    expect(await askGuide(studio, questions[0] ?? ''), title).toMatchObject({ title });
});

test('the guide writes about the requested subject and understands follow-ups', async ({
  studio,
}) => {
  await studio.open();
  await studio.page.evaluate(() =>
    globalThis.triptych.models.install('triptych/guide', { device: 'wasm' }),
  );
  const taglines = new Set<string>();
  for (const shop of ['flower shop', 'coffee shop', 'bike repair shop']) {
    const { text } = await askGuide(studio, `Tagline for my ${shop}`);
    expect(text.toLowerCase()).toContain(shop);
    taglines.add(text.toLowerCase().replace(shop, '…'));
  }
  expect(taglines.size).toBe(3);
  expect((await askGuide(studio, 'Colours for coffee')).text).not.toMatch(/electric|violet|neon/i);
  expect((await askGuide(studio, '5 names for a blog')).text).toContain('too small');
  expect((await askGuide(studio, 'a picture of me in a city street')).text).toMatch(
    /a person in a city street[^]*a person/,
  );
  await studio.ask('Hero image for a bakery, warm light');
  const first = (await (await studio.answer()).textContent()) ?? '';
  await studio.ask('make it shorter');
  const second = (await (await studio.answer()).textContent()) ?? '';
  expect(second).toContain('bakery');
  expect(second.length).toBeLessThan(first.length);
});

test('a question beyond the guide goes to the installed larger model, which is named in the answer', async ({
  studio,
}) => {
  const { page } = studio;
  await studio.open();
  await studio.ask('Who won the football world cup in 1998?');
  await expect(
    (await studio.answer()).getByRole('button', { name: /^(Download|Open Models)/ }),
  ).toBeVisible();
  await page.evaluate(() => globalThis.triptych.models.install('tiny/llama', { device: 'wasm' }));
  await page.getByRole('button', { name: 'Ask llama' }).click();
  const answer = await studio.answer();
  await expect(answer).toContainText('llama · wasm');
  await expect(page.getByLabel('Answer 2 of 2')).toBeVisible();
  await expect(page.getByRole('article', { name: 'You' })).toHaveText(
    'Who won the football world cup in 1998?',
  );
  expect(await page.evaluate(() => globalThis.triptych.settings.getState().chatModel)).toBe(
    'triptych/guide',
  );
  await page.getByRole('button', { name: 'Previous answer' }).click();
  await expect(page.getByText('From the guide · Beyond the guide')).toBeVisible();
});
