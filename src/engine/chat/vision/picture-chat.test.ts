/** Conversations with pictures, on small graphs in the forms of SmolVLM, FastVLM and LFM2-VL. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ROWS_OF_TILE,
  writeTinyFastVlm,
  writeTinyLfm2Vl,
  writeTinySmolVlm,
} from '../../../../e2e/fixtures/tiny-vision-chat.ts';
import { loadOnProcessor } from '../../../../server/engines/on-processor.ts';
import { createNodeHost } from '../../../../server/node-host.ts';
import type { PixelImage } from '../../images/pixel-image.ts';
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest } from '../chat-engine.ts';
import { createLanguageModelChatEngine } from '../language-model-chat-engine.ts';

const SMOLVLM = 'tiny/smolvlm';
const FASTVLM = 'tiny/fastvlm';
const LFM2_VL = 'tiny/lfm2-vl';
/** As the fixture's configuration says. */
const CONTEXT = 512;
const never = new AbortController().signal;

let folder: string;
let engine: ChatEngine;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vision-'));
  await writeTinySmolVlm(join(folder, SMOLVLM));
  await writeTinyFastVlm(join(folder, FASTVLM));
  await writeTinyLfm2Vl(join(folder, LFM2_VL));
  const host = createNodeHost({ folders: [folder], starterFolder: folder });
  engine = createLanguageModelChatEngine(host, loadOnProcessor);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const paint = (width: number, height: number, ...colour: [number, number, number]): PixelImage => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set([...colour, 255], at);
  return { width, height, data };
};
const red = () => paint(32, 32, 255, 0, 0);
const blue = () => paint(32, 32, 0, 0, 255);

async function answer(messages: readonly ChatMessage[], request: Partial<ChatRequest> = {}) {
  const events: ChatEvent[] = [];
  const asked = { model: SMOLVLM, messages, temperature: 0, maxTokens: 8, ...request };
  for await (const event of engine.generate(asked, never)) events.push(event);
  const finish = events.find((event) => event.type === 'finish');
  if (!finish) throw new Error('The answer did not finish.');
  const tokens = events.flatMap((event) => (event.type === 'text-delta' ? event.tokens : []));
  return { tokens, usage: finish.usage, events };
}
const ask = (...pictures: PixelImage[]): ChatMessage[] => [
  { role: 'user', content: 'What is this?', pictures },
];

describe('a chat model that takes pictures', () => {
  it('reads them whole and by a template of plain text too', async () => {
    const of = (...pictures: PixelImage[]) =>
      answer([{ role: 'user', content: 'Describe it.', pictures }], { model: FASTVLM });
    const [first, again, other] = [await of(red()), await of(red()), await of(blue())];
    const none = await of();
    expect(again.tokens).toEqual(first.tokens);
    expect(other.tokens).not.toEqual(first.tokens);
    // The rows, and the end of the line after them.
    expect(first.usage.promptTokens - none.usage.promptTokens).toBe(ROWS_OF_TILE + 1);
  });

  it('reads them as patches, framed by tokens of their own', async () => {
    const of = (...pictures: PixelImage[]) =>
      answer([{ role: 'user', content: 'Describe it.', pictures }], { model: LFM2_VL });
    const [first, other, none] = [await of(red()), await of(blue()), await of()];
    expect(other.tokens).not.toEqual(first.tokens);
    // The rows and their frame; SmolVLM's template writes no space after the colon of a picture.
    expect(first.usage.promptTokens - none.usage.promptTokens).toBe(ROWS_OF_TILE + 2 - 1);
  });

  it('answers by what a picture shows', async () => {
    const [first, again, other] = [
      await answer(ask(red())),
      await answer(ask(red())),
      await answer(ask(blue())),
    ];
    expect(again.tokens).toEqual(first.tokens);
    expect(other.tokens).not.toEqual(first.tokens);
  });

  it('keeps what it read of the same picture, and of no other', async () => {
    await answer(ask(red()));
    const { usage } = await answer(ask(red()));
    expect(usage.cachedTokens).toBe(usage.promptTokens - 1);
    const other = await answer(ask(blue()));
    expect(other.usage.cachedTokens).toBeLessThan(ROWS_OF_TILE + 16);
  });

  it('counts the tokens of a picture, tile by tile', async () => {
    const none = await answer([{ role: 'user', content: 'What is this?' }]);
    // Scaled to 64 pixels: two tiles and the whole picture, and four tiles and the whole.
    const wide = await answer(ask(paint(64, 32, 255, 0, 0)));
    const square = await answer(ask(red()));
    expect(wide.usage.promptTokens - none.usage.promptTokens).toBeGreaterThan(3 * ROWS_OF_TILE);
    expect(square.usage.promptTokens - wide.usage.promptTokens).toBeGreaterThan(2 * ROWS_OF_TILE);
  });

  it('tells two pictures apart by their order', async () => {
    const first = await answer(ask(red(), blue()));
    const swapped = await answer(ask(blue(), red()));
    expect(swapped.usage.promptTokens).toBe(first.usage.promptTokens);
    expect(swapped.tokens).not.toEqual(first.tokens);
  });

  it('reads the same prompt in pieces and at once alike', async () => {
    const turns: ChatMessage[] = [
      ...ask(red()),
      { role: 'assistant', content: 'A red square.' },
      { role: 'user', content: 'And this? '.repeat(12), pictures: [blue()] },
    ];
    await answer(turns.slice(0, 1));
    const continued = await answer(turns);
    await answer([{ role: 'user', content: 'Something else.' }]);
    const atOnce = await answer(turns);
    expect(continued.usage.cachedTokens).toBeGreaterThan(ROWS_OF_TILE);
    expect(atOnce.tokens).toEqual(continued.tokens);
  });

  it('takes a marker that somebody typed as text', async () => {
    const { usage } = await answer([{ role: 'user', content: 'Is <image> a tag?' }]);
    expect(usage.completionTokens).toBeGreaterThan(0);
  });

  it('reads a picture of one pixel', async () => {
    const { usage } = await answer(ask(paint(1, 1, 0, 255, 0)));
    expect(usage.promptTokens).toBeGreaterThan(ROWS_OF_TILE);
  });

  it.each([
    ['too narrow', paint(1, 101, 0, 0, 0), /1 x 101 pixels is too narrow/],
    ['too large', paint(2049, 41, 0, 0, 0), /2048 pixels on a side, not 2049 x 41/],
    ['without pixels', { ...red(), width: 0 }, /four bytes for each of its pixels/],
    ['shorter than it says', { ...red(), height: 64 }, /four bytes for each of its pixels/],
  ])('refuses a picture that is %s', async (_, picture, sentence) => {
    await expect(answer(ask(picture))).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(sentence) as string,
    });
  });

  it('drops the oldest turns with their pictures where the context is full', async () => {
    const turns: ChatMessage[] = Array.from({ length: 9 }, (_, index) => [
      ...ask(paint(64, 64, index * 20, 0, 0)),
      { role: 'assistant' as const, content: 'A square.' },
    ]).flat();
    const { events, usage } = await answer([...turns, ...ask(red())], { contextOverflow: 'trim' });
    expect(events.some(({ type }) => type === 'context-trim')).toBe(true);
    expect(usage.promptTokens).toBeLessThan(CONTEXT);
  });

  it('stops while it looks', async () => {
    const stopped = AbortSignal.abort();
    const run = engine.generate({ model: SMOLVLM, messages: ask(red()) }, stopped);
    await expect(run[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'aborted' });
  });
});
