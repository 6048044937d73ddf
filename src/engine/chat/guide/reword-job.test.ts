import { describe, expect, it } from 'vitest';
import { rewordJob } from './reword-job.ts';

describe('rewordJob', () => {
  it.each([
    ['Title for a story about a lighthouse keeper', 'title: a lighthouse keeper'],
    ['Give me a title for a story about a fox!', 'title: a fox'],
    ['what title fits my blog post about time travel?', 'title: time travel'],
    ['headline: two friends who open a bakery', 'title: two friends who open a bakery'],
    ['a title for my short story, please', 'title: my short story'],
    ['title for a photo of a fox', 'title: a photo of a fox'],
  ])('asks for a title of what it is about: %s', (message, content) => {
    expect(rewordJob('title', message)).toEqual({ content, stop: [',', '.', '\n'] });
  });

  it.each([
    ['tagline for a small bakery', 'tagline for Small Bakery'],
    ['Slogan for my coffee shop?', 'tagline for Coffee Shop'],
    ['write a tagline for a bike repair shop', 'tagline for Bike Repair Shop'],
  ])('gives a nameless business a name: %s', (message, content) => {
    expect(rewordJob('tagline', message)).toEqual({ content });
  });

  it.each([
    ['tagline for Brewtiful, a coffee shop', 'Brewtiful', /^tagline for [A-Z][a-z]+, a coffee shop$/],
    ['Slogan for PixelNest?', 'PixelNest', /^tagline for [A-Z][a-z]+$/],
    ['write me a slogan for my bakery called “Zyphra”', 'Zyphra', /^tagline for [A-Z][a-z]+, a bakery$/],
    ['a motto for iTile - an online shop for tiles', 'iTile', /^tagline for [A-Z][a-z]+, an online shop for tiles$/],
    ['tagline for Fjord & Fern, a florist', 'Fjord & Fern', /^tagline for [A-Z][a-z]+, a florist$/],
  ])('gives the model a name that it can spell: %s', (message, meant, content) => {
    const worded = rewordJob('tagline', message);
    expect(worded).toEqual({
      content: expect.stringMatching(content) as string,
      standIn: { name: expect.any(String) as string, meant },
    });
    expect(worded.content).toContain(worded.standIn?.name);
  });

  it.each(['I need a slogan', 'a motto for the bakery that my aunt has had for forty years'])(
    'leaves as it is what cannot be read: %s',
    (message) => {
      expect(rewordJob('tagline', message)).toEqual({ content: message });
    },
  );

  it('leaves other jobs alone, and bad input', () => {
    expect(rewordJob('colours', 'colours for a bakery')).toEqual({ content: 'colours for a bakery' });
    for (const message of ['', '\ud800', 'title for '.repeat(10_000)])
      expect(rewordJob('title', message).content.length).toBeLessThanOrEqual(message.length + 10);
  });
});
