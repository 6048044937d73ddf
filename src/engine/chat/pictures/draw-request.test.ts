import { describe, expect, it } from 'vitest';
import { readDrawRequest } from './draw-request.ts';
import { cpuTimeMs } from '../../cpu-time.fixture.ts';

describe('readDrawRequest', () => {
  it.each([
    ['draw a fox', 'a fox'],
    ['Draw me a fox on a teal background, please!', 'a fox on a teal background'],
    ['can you draw a fox?', 'a fox'],
    ['Could you please paint a lighthouse at dawn for me?', 'a lighthouse at dawn'],
    ['please draw two foxes and an apple', 'two foxes and an apple'],
    ['draw something with a bicycle', 'a bicycle'],
    ['draw: a red house', 'a red house'],
    ['DRAW A FOX', 'A FOX'],
    ['draw “a fox”', 'a fox'],
    ['draw 🦊', '🦊'],
    ['draw a picture of a fox', 'a fox'],
    ['make a picture of a fox in the snow', 'a fox in the snow'],
    ['Create an image of the old harbour', 'the old harbour'],
    ['generate a cute watercolour picture of a fox', 'a cute watercolour picture of a fox'],
    ["I'd like a photo of a red bicycle", 'a photo of a red bicycle'],
    ['make an icon of a rocket', 'an icon of a rocket'],
    ['a sticker of an owl', 'a sticker of an owl'],
    ['make me a sticker of a pizza', 'a sticker of a pizza'],
    ['show me a picture of mountains\nat night', 'mountains at night'],
    ['draw a table lamp', 'a table lamp'],
    ["let's draw a cat and a dog.", 'a cat and a dog'],
  ])('%s', (message, prompt) => {
    expect(readDrawRequest(message)).toEqual({ prompt, negativePrompt: '' });
  });

  it.each([
    'How do I draw a fox?',
    'what can you draw?',
    'can you draw?',
    'can you draw pictures?',
    'draw',
    'draw something',
    'draw it',
    'draw a conclusion from these figures',
    'Draw a clear distinction between the two',
    'draw up a contract for a flat',
    'draw inspiration from nature',
    'draw a flowchart of the login',
    'draw an ASCII cat',
    'draw more around the image',
    'draw several variants in one go',
    'draw faster',
    'draw with another model',
    'draw on my experience',
    'illustrate the concept of entropy',
    'make a picture larger',
    'show me the pictures I made',
    'I want to know what a picture of a fox costs',
    'sketch out a plan for the week',
    'a picture of me in the rain',
    'Why is the sky blue?',
    'stickers for a bakery',
    '',
    '   ',
    '!!!',
  ])('finds none: %s', (message) => {
    expect(readDrawRequest(message)).toBeUndefined();
  });

  it('does not mistake a long paste for a request, and is quick about it', () => {
    const begin = cpuTimeMs();
    expect(readDrawRequest(`draw ${'a fox and '.repeat(20_000)}`)).toBeUndefined();
    expect(readDrawRequest(`${'please '.repeat(140)}x`)).toBeUndefined();
    expect(readDrawRequest(`make a ${'big '.repeat(200)}thing`)).toBeUndefined();
    expect(cpuTimeMs() - begin).toBeLessThan(4000);
  });
});
