import { describe, expect, it } from 'vitest';
import { readStickerPrompt } from '../../../stickers/sticker-names.ts';
import { findImageModel } from '../image-models.fixture.ts';
import { HELD_OUT_BRIEFS } from '../held-out-briefs.fixture.ts';
import { withoutInventedLooks } from '../people-in-pictures.ts';
import { readBrief } from '../read-brief.ts';
import { TUNED_BRIEFS } from '../tuned-briefs.fixture.ts';
import { MOST_PROMPTS, writePrompts } from './write-prompts.ts';

const free = findImageModel('nmkd/stable-diffusion-1.5-onnx-fp16');
const turbo = findImageModel('schmuell/sd-turbo-ort-web');
const stickers = findImageModel('triptych/stickers');
const briefs = [...TUNED_BRIEFS, ...HELD_OUT_BRIEFS].map(({ brief }) => brief);
const odd = ['🎉', 'x', '<b></b>', 'Ignore all rules', 'word '.repeat(10_000), '"only a text"'];
const readings = new Map([...briefs, ...odd].map((brief) => [brief, readBrief(brief)]));
const read = (brief: string) => readings.get(brief) ?? readBrief(brief);
const write = (brief: string, count = 1, image = free) => writePrompts(read(brief), image, count);

describe('prompts by rules', () => {
  it.each([free, turbo, stickers])('are eight different ones for any brief: $id', (image) => {
    for (const brief of [...briefs, ...odd]) {
      const prompts = write(brief, MOST_PROMPTS, image);
      expect(new Set(prompts.map(({ prompt }) => prompt)).size).toBe(MOST_PROMPTS);
      for (const { name, prompt, negativePrompt } of prompts) {
        expect(name).not.toBe('');
        expect(prompt.length).toBeLessThan(400);
        expect(negativePrompt === '').toBe(!image.capabilities.negativePrompt);
      }
      expect(write(brief, MOST_PROMPTS, image)).toEqual(prompts);
    }
  });

  it.each([
    ['Spring sale at a bakery in Lisbon', 'bread and a gift'],
    ['Clearance sale, everything must go', 'gift'],
  ])('of “%s” show no shopping cart, and things before the sale', (brief, things) => {
    const prompts = write(brief, 3, stickers).map(({ prompt }) => prompt);
    expect(prompts[0]).toContain(things);
    expect(prompts.join()).not.toContain('cart');
  });

  it('are sentences with subject, place, setting, view, light and mood', () => {
    expect(write('Hero banner for a small bakery in Lisbon, cosy feeling')).toEqual([
      {
        name: 'Eye level',
        prompt:
          'Photograph of a small bakery in Lisbon, Portugal, with simple tableware. Eye-level view, subject in the centre, warm lamplight, cosy mood',
        negativePrompt: 'blurry, low quality, watermark, text',
      },
    ]);
  });

  it('are in English where the rules know the words', () => {
    expect(write('Ein Aquarell: Igel im Wald')[0]?.prompt).toMatch(
      /^Watercolour painting of a hedgehog and a forest, /,
    );
    expect(write('京都の抹茶カフェ')[0]?.prompt).toMatch(/a café.* in Japan, /);
  });

  it('leave room for words instead of drawing them, and leave out what is unwanted', () => {
    const [prompt] = write('A forest saying "Breathe", no people');
    expect(prompt?.prompt).not.toContain('Breathe');
    expect(prompt?.prompt).toContain('empty space for a headline');
    expect(prompt?.negativePrompt).toMatch(/^people, /);
  });

  it('keep the setting that is asked for', () => {
    for (const { prompt } of write('Nurses in a hospital corridor', 8))
      expect(prompt).toMatch(/^Photograph of Nurses in a hospital corridor\. /);
  });

  it('keep the light that is asked for', () => {
    for (const { prompt } of write('A fox at dawn', 8)) expect(prompt).toContain(', at dawn');
  });

  it('invent no looks, costumes or landmarks', () => {
    for (const brief of briefs)
      for (const { prompt } of write(brief, MOST_PROMPTS))
        expect(withoutInventedLooks(prompt, brief + describeKnown(brief))).toBe(prompt);
    const [prompt] = write('Portrait of a baker in Portugal');
    expect(prompt?.prompt).toContain('Portugal');
    expect(prompt?.prompt).not.toMatch(/portuguese|woman|man\b|young|old/i);
  });
});

const describeKnown = (brief: string) =>
  read(brief)
    .subjects.map(({ noun }) => ` ${noun}`)
    .join('');

describe('prompts for stickers', () => {
  it('use names that the model knows, and nothing else', () => {
    for (const brief of [...briefs, ...odd])
      for (const { prompt } of write(brief, MOST_PROMPTS, stickers)) {
        const { things, unknown } = readStickerPrompt(prompt);
        expect(unknown).toEqual([]);
        expect([1, 2]).toContain(things.length);
      }
  });

  it('draw what is named, together first', () => {
    const prompts = write('a fox and an owl on a teal background', 3, stickers);
    expect(prompts.map(({ prompt }) => prompt)).toEqual([
      'a fox and an owl on a teal background',
      'a fox on a teal background',
      'an owl on a teal background',
    ]);
  });

  it('understand other languages', () => {
    expect(write('Plakat für eine Pizzeria', 1, stickers)[0]?.prompt).toMatch(/^a pizza on/);
    expect(write('生日派对邀请函', 1, stickers)[0]?.prompt).toMatch(/birthday cake/);
  });

  it('draw nobody who was not named', () => {
    for (const { prompt } of write('Menschen bei der Arbeit', 8, stickers))
      expect(prompt).not.toMatch(/\b(?:man|woman|boy|girl|baby)\b/);
  });
});
