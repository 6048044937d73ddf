import { expect, it } from 'vitest';
import { articleOf } from './indefinite-article.ts';

it.each(
  `apple orange owl igloo umbrella uncle urn usher unidentified unimportant uninvited ugly hour hourglass honest heir heirloom MRI FBI HTML LED
  x-ray X-ray F1 MP3 RSS e-mail 8 80 8,000 11 18 18th 11,000 1800s 11-inch éclair Österreicher "apple" (egg) NGO onion only`.split(
    /\s+/,
  ),
)('an %s', (word) => expect(articleOf(word)).toBe('an'));

it.each(
  `fox house unicorn ufo UFO UFOs ukulele uniform unicycle unidirectional university European eulogy ewe one-eyed one one-way once-off USB U-turn T-shirt
  user useful utensil utopian uranium NASA NATO RAM 1 7 110 180 1,800 108 118000 year yak hotel hero 🦊 ?`.split(
    /\s+/,
  ),
)('a %s', (word) => expect(articleOf(word)).toBe('a'));

it('goes by the first word of a phrase, and uses "a" for an empty one', () => {
  expect(articleOf('unusual one-eyed fox')).toBe('an');
  expect(articleOf('one-eyed owl')).toBe('a');
  expect(articleOf('')).toBe('a');
});
