import { describe, expect, it } from 'vitest';
import { findSubjectWords, type GenerateText, quoteSubject, writePrompts } from './brief.ts';
import { parsePrompt, type ImagePrompt } from './image-prompt.ts';
import type { PromptPart } from './prompt-feed.ts';

/** Puts the parts together. */
async function collect(parts: AsyncIterable<PromptPart>): Promise<ImagePrompt[]> {
  const all: ImagePrompt[] = [];
  for await (const part of parts) {
    if ('name' in part) all.push({ ...part, prompt: '', negativePrompt: '' });
    const last = all.at(-1);
    if (last && 'text' in part) last.prompt += part.text;
    if (last && 'negativePrompt' in part) last.negativePrompt = part.negativePrompt;
  }
  return all;
}

/** Answers in turn with these, and keeps what it was asked. */
function fakeModel(...answers: string[]) {
  const prefixes: string[] = [];
  const temperatures: number[] = [];
  const generate: GenerateText = async function* (_, { prefix, temperature }) {
    prefixes.push(prefix);
    temperatures.push(temperature);
    for (const piece of (answers.shift() ?? '').match(/.{1,4}/gs) ?? [])
      yield await Promise.resolve(piece);
  };
  return { generate, prefixes, temperatures };
}

const end = '","negativePrompt":"blurry"}]}';

describe('writePrompts', () => {
  it('takes the first prompt unchanged if it names the subject', async () => {
    const { generate, prefixes, temperatures } = fakeModel(
      `Close-up","prompt":"a fox in the snow, close-up, warm light${end}`,
    );
    const prompts = await collect(writePrompts({ brief: 'a fox in the snow', count: 1 }, generate));
    expect(prompts).toEqual([
      {
        name: 'Close-up',
        prompt: 'a fox in the snow, close-up, warm light',
        negativePrompt: 'blurry',
      },
    ]);
    expect(prefixes).toEqual(['{"prompts":[{"name":"']);
    expect(temperatures).toEqual([0]);
  });

  it('starts each further prompt with an unused shot, sampled', async () => {
    const { generate, prefixes, temperatures } = fakeModel(
      `Still life","prompt":"a fox, still life, warm light${end}`,
      `a fox, moonlight, photograph${end}`,
      `a fox, backlight, photograph${end}`,
    );
    const prompts = await collect(writePrompts({ brief: 'a fox', count: 3 }, generate));
    const names = prompts.map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    expect(prefixes.slice(1)).toEqual(
      names.slice(1).map((name) => `{"prompts":[{"name":"${name}","prompt":"`),
    );
    expect(temperatures.slice(1).every((temperature) => temperature > 0)).toBe(true);
  });

  it('starts with the subject if the model lost it', async () => {
    const { generate, prefixes } = fakeModel(
      `Close-up","prompt":"the firstersers, close-up, warm light${end}`,
      `, eye-level view, moonlight${end}`,
    );
    const [prompt] = await collect(
      writePrompts({ brief: 'poster for volunteer firefighters', count: 1 }, generate),
    );
    expect(prefixes[1]).toMatch(/"prompt":"volunteer firefighters$/);
    expect(prompt?.prompt).toBe('volunteer firefighters, eye-level view, moonlight');
  });

  it('falls back to a plain prompt', async () => {
    const { generate } = fakeModel('nonsense', '"}', '', '');
    const prompts = await collect(
      writePrompts({ brief: 'a banner for "Moss" candles\n', count: 2 }, generate),
    );
    expect(prompts).toHaveLength(2);
    for (const { name, prompt, negativePrompt } of prompts) {
      expect(prompt).toContain('Moss candles');
      expect(name && negativePrompt).toBeTruthy();
    }
    expect(prompts[0]?.prompt).not.toBe(prompts[1]?.prompt);
  });

  it('never gives the same prompt twice', async () => {
    const same = `a fox, warm light, photograph${end}`;
    const { generate } = fakeModel(
      `Close-up","prompt":"${same}`,
      same,
      same,
      same,
      same,
      same,
      same,
    );
    const prompts = await collect(writePrompts({ brief: 'a fox', count: 4 }, generate));
    expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(4);
  });
});

describe('the first prompt', () => {
  /** What was given, and how much of the answer the model had written by then. */
  async function follow(brief: string, answer: string) {
    let written = 0;
    const generate: GenerateText = async function* () {
      for (const letter of answer) {
        written++;
        yield await Promise.resolve(letter);
      }
    };
    const given: { part: PromptPart; written: number }[] = [];
    for await (const part of writePrompts({ brief, count: 1 }, generate))
      given.push({ part, written });
    return given;
  }

  it('streams clause by clause', async () => {
    const given = await follow(
      'a fox',
      `Close-up","prompt":"a fox, close-up, warm light, soft colours, photograph${end}`,
    );
    expect(given.map(({ part }) => part)).toEqual([
      { name: 'Close-up' },
      { text: 'a fox, close-up, warm light' },
      { text: ', soft colours' },
      { text: ', photograph' },
      { negativePrompt: 'blurry' },
    ]);
    expect(given[0]?.written).toBe('Close-up","prompt":"a fox, close-up, warm light, '.length);
  });

  it('waits until the subject is named', async () => {
    const given = await follow(
      'a fox',
      `Close-up","prompt":"close-up, warm light, soft colours, a fox, snow${end}`,
    );
    expect(given[1]?.part).toEqual({ text: 'close-up, warm light, soft colours, a fox' });
  });

  it('also leaves out details nobody asked for', async () => {
    const given = await follow(
      'a fox',
      `Close-up","prompt":"a fox, fresh herbs, close-up, warm light, snow${end}`,
    );
    const text = given.map(({ part }) => ('text' in part ? part.text : '')).join('');
    expect(text).toBe('a fox, close-up, warm light, snow');
  });

  it('keeps what was streamed if the answer breaks off', async () => {
    const given = await follow(
      'a fox',
      'Close-up","prompt":"a fox, close-up, warm light, soft col',
    );
    expect(given.map(({ part }) => part)).toEqual([
      { name: 'Close-up' },
      { text: 'a fox, close-up, warm light' },
      { negativePrompt: 'blurry, low quality, watermark, text' },
    ]);
  });
});

describe('findSubjectWords', () => {
  it('omits the request, the look and the exclusions', () => {
    const brief =
      "I need a banner for a cosy bakery's autumn sale, warm light, watercolour, no people";
    expect(findSubjectWords(brief)).toEqual(['bakery', 'autumn', 'sale']);
  });

  it.each(['', '   ', '?!', 'poster, warm light'])('finds none in %j', (brief) => {
    expect(findSubjectWords(brief)).toEqual([]);
  });
});

describe('quoteSubject', () => {
  it.each([
    [
      'Email header for Black Friday at Kestrel & Moss, a candle maker',
      'Black Friday at Kestrel & Moss, candle maker',
    ],
    [
      "We're Quorvexa, a logistics startup, need a website banner in navy and orange",
      'Quorvexa, logistics startup',
    ],
    ['the "shy" fox \\ an owl', 'shy fox an owl'],
  ])('%s', (brief, subject) => {
    expect(quoteSubject(brief)).toBe(subject);
  });

  it('stays short', () => {
    expect(quoteSubject('fox '.repeat(1000)).length).toBeLessThanOrEqual(200);
  });
});

describe('parsePrompt', () => {
  it('reads an answer cut off after its prompt', () => {
    expect(parsePrompt('{"prompts":[{"name":"A","prompt":"b","negat')).toMatchObject({
      name: 'A',
      prompt: 'b',
    });
    expect(parsePrompt('{"prompts":[{"name":"A","prompt":"b')).toBeUndefined();
    expect(parsePrompt('[]')).toBeUndefined();
  });
});
