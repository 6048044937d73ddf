import { expect, it } from 'vitest';
import type { ChatEvent } from '../chat-engine.ts';
import { replaceName } from './replace-name.ts';

async function replaceIn(parts: readonly string[], meant = 'Ju Ju & Sons'): Promise<ChatEvent[]> {
  async function* events(): AsyncGenerator<ChatEvent> {
    yield { type: 'load-start', model: 'guide' };
    for (const [index, text] of parts.entries()) yield { type: 'text-delta', text, tokens: [index] };
    const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: parts.length, contextLength: 9 };
    yield { type: 'finish', reason: 'stop', usage, firstTokenMs: 1, tokensPerSecond: 1 };
  }
  const replaced: ChatEvent[] = [];
  for await (const event of replaceName(events(), { name: 'Juniper', meant })) replaced.push(event);
  return replaced;
}
const textOf = (events: ChatEvent[]) => events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');

it.each([
  [['Juniper: simply good.'], 'Ju Ju & Sons: simply good.'],
  [['Every day at Ju', 'nip', 'er.'], 'Every day at Ju Ju & Sons.'],
  [['J', 'u', 'n', 'i', 'p', 'e', 'r'], 'Ju Ju & Sons'],
  [['Juniper and Juniper, in Ju', 'ne, by Jun'], 'Ju Ju & Sons and Ju Ju & Sons, in June, by Jun'],
  [['no name'], 'no name'],
])('puts the name in: %o', async (parts, text) => {
  const events = await replaceIn(parts);
  expect(textOf(events)).toBe(text);
  expect(events.map(({ type }) => type)).toEqual([
    'load-start',
    ...events.slice(1, -1).map(() => 'text-delta'),
    'finish',
  ]);
  const tokens = events.flatMap((event) => (event.type === 'text-delta' ? event.tokens : []));
  expect(tokens).toEqual(parts.map((_, index) => index));
});

it('takes a name with signs of its own as it is', async () => {
  expect(textOf(await replaceIn(['Juniper!'], '$& $1'))).toBe('$& $1!');
});

it('takes a name that begins like the one in its place', async () => {
  expect(textOf(await replaceIn(['At Jun', 'iper', ' and Juniper.'], 'Juniper Bar'))).toBe(
    'At Juniper Bar and Juniper Bar.',
  );
});
