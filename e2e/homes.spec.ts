/** One request, two homes: the tab and the server answer alike. */
import type { Page } from '@playwright/test';
import { readSettings } from '../server/config.ts';
import { openServer, type OpenServer } from '../server/open-server.ts';
import { decodePng } from '../src/engine/images/png.ts';
import { expect, test } from './studio-page.ts';

let server: OpenServer;
test.beforeAll(async () => {
  const settings = readSettings({ TRIPTYCH_PORT: '0', TRIPTYCH_MODELS: '' });
  server = await openServer(settings, () => undefined);
});
test.afterAll(() => server.close());

/** What the tab answers, in base64. */
const askTab = (page: Page, path: string, body: object) =>
  page.evaluate(
    async ([address, json]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(address, { method: 'POST', headers, body: json });
      if (!response.ok) throw new Error(await response.text());
      return new Uint8Array(await response.arrayBuffer()).toBase64();
    },
    [path, JSON.stringify(body)] as const,
  );

async function askBoth(page: Page, path: string, body: object): Promise<[Buffer, Buffer]> {
  const headers = { 'content-type': 'application/json' };
  const [tab, there] = await Promise.all([
    askTab(page, path, body),
    fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) }),
  ]);
  expect(there.status).toBe(200);
  return [Buffer.from(tab, 'base64'), Buffer.from(await there.arrayBuffer())];
}

const readJson = (bytes: Buffer) => JSON.parse(bytes.toString()) as unknown;

test('tab and server write, draw and speak the same', async ({ studio }) => {
  const { page, open } = studio;
  await open('/#/developers');
  await expect(page.getByText('Answering', { exact: true })).toBeVisible({ timeout: 60_000 });

  const chat = {
    model: 'triptych/guide',
    messages: [
      { role: 'system', content: 'You are a helpful assistant.' },
      { role: 'user', content: 'Write a tagline for a bakery.' },
    ],
    temperature: 0,
    max_tokens: 24,
  };
  const answers = await askBoth(page, '/v1/chat/completions', chat);
  const [here, there] = answers.map(
    (bytes) =>
      (readJson(bytes) as { choices: { message: { content: string } }[]; usage: object }) ?? {},
  );
  expect(here?.choices[0]?.message.content).not.toBe('');
  expect(there?.choices[0]?.message.content).toBe(here?.choices[0]?.message.content);
  expect(there?.usage).toEqual(here?.usage);

  const picture = {
    prompt: 'a fox on a teal background',
    seed: 7,
    num_inference_steps: 3,
    response_format: 'b64_json',
    output_format: 'png',
  };
  const drawn = await askBoth(page, '/v1/images/generations', picture);
  const [own, other] = await Promise.all(
    drawn.map((bytes) => {
      const [first] = (readJson(bytes) as { data: { b64_json: string }[] }).data;
      return decodePng(new Uint8Array(Buffer.from(first?.b64_json ?? '', 'base64')));
    }),
  );
  expect(largestDifference(own?.data ?? [], other?.data ?? [])).toBeLessThanOrEqual(2);

  const speech = { input: 'Good morning to you.', response_format: 'wav' };
  const [sound, same] = await askBoth(page, '/v1/audio/speech', speech);
  expect(sound.length).toBeGreaterThan(10_000);
  expect(same.equals(sound)).toBe(true);
});

function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(other.length).toBe(one.length);
  return Array.from(one).reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (other[index] ?? 0))),
    0,
  );
}
