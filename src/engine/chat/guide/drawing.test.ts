import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../chat-engine.ts';
import { readDrawRequest } from '../pictures/draw-request.ts';
import { announceDrawing, findDrawing } from './drawing.ts';

const jobOf = (message: string) => (readDrawRequest(message) ? ('draw' as const) : undefined);
const talk = (...turns: string[]): ChatMessage[] =>
  turns.map((content, place) => ({ role: place % 2 === 0 ? 'user' : 'assistant', content }));
const promptOf = (...turns: string[]) => findDrawing(talk(...turns), jobOf)?.prompt;

const IDEAS =
  '**Hero**  \na bakery  \n*Leave out: text*\n\n**Close-up**  \nbread  \n*Leave out: people*\n\n';

describe('findDrawing', () => {
  it('follows changes to the previous picture', () => {
    expect(promptOf('draw a fox')).toBe('a fox');
    expect(promptOf('draw a fox', 'A fox', 'another one')).toBe('a fox');
    expect(promptOf('draw a fox', 'A fox', 'in the snow')).toBe('a fox, in the snow');
    expect(promptOf('draw a fox', 'A fox', 'in the snow', 'A fox, in the snow', 'at night')).toBe(
      'a fox, in the snow, at night',
    );
    expect(promptOf('draw a fox', 'A fox', 'Is it private?')).toBeUndefined();
  });

  it('draws the intended idea, with its exclusions', () => {
    expect(findDrawing(talk('hero image for a bakery', IDEAS, 'draw it'), jobOf)).toEqual({
      prompt: 'a bakery',
      negativePrompt: 'text',
    });
    expect(promptOf('hero image for a bakery', IDEAS, 'Draw the second one please')).toBe('bread');
    expect(promptOf('hero image for a bakery', IDEAS, 'draw the last')).toBe('bread');
    expect(promptOf('hero image for a bakery', IDEAS, 'draw number 2')).toBe('bread');
    expect(promptOf('hero image for a bakery', IDEAS, 'draw the fourth')).toBeUndefined();
    expect(promptOf('draw it')).toBeUndefined();
  });
});

it('says what it draws, requests it, and ends', async () => {
  const events = [];
  for await (const event of announceDrawing({ prompt: 'a fox', negativePrompt: '' }))
    events.push(event);
  expect(events).toMatchObject([
    { type: 'text-delta', text: 'A fox' },
    { type: 'picture-request', idea: { prompt: 'a fox', negativePrompt: '' } },
    { type: 'finish', reason: 'stop' },
  ]);
});
