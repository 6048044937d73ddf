import { expect, it } from 'vitest';
import { loadNormalizer } from '../normalizer.ts';
import { sayAloud } from '../say-aloud.fixture.ts';

const english = await loadNormalizer('en-us', false);
/** Without the full stop that a text's end gets where it has none. */
const say = (text: string) => sayAloud(text, english).replace(/\.$/, text.endsWith('.') ? '.' : '');

it.each([
  ['5 km', 'five kilometers'],
  ['It is 5 km.', 'It is five kilometers.'],
  ['Is it 5 km?', 'Is it five kilometers?'],
  ['(5 km)', '(five kilometers)'],
  ['[5 km]', 'five kilometers'],
  ['"5 km"', '"five kilometers"'],
  ['“5 km,” he said.', '“five kilometers,” he said.'],
  ['‘20%’', '‘twenty percent’'],
  ['It fell by 3%; it rose by 4%.', 'It fell by three percent; it rose by four percent.'],
  [
    'At 20°C, 5 m/s and 3 kg: fine.',
    'At twenty degrees Celsius, five meters per second and three kilograms: fine.',
  ],
  ['From 5 to 10, then 15…', 'From five to ten, then fifteen…'],
  [
    'On 5 May 2024, 12 people paid $12.50 each at 17:05.',
    'On the fifth of May, twenty twenty-four, twelve people paid twelve dollars and fifty cents each at seventeen oh five.',
  ],
  ['In 1905, 3-2.', 'In nineteen oh five, three to two.'],
  ['E=mc²!', 'E equals mc squared!'],
  ['He is 21. She is 22.', 'He is twenty-one. She is twenty-two.'],
  ['He ran 10 km. She ran 12.', 'He ran ten kilometers. She ran twelve.'],
  ['He paid $5. She paid $6.', 'He paid five dollars. She paid six dollars.'],
  ['_-5_ and *10-20*', 'minus five and ten to twenty'],
  ['A **$5** note', 'A five dollar note'],
  ['- 3 items', 'three items'],
  ['Numbers: 1; 2; 3.', 'Numbers: one; two; three.'],
  ["It's 5 o'clock, 10%—no, 15%.", "It's five o'clock, ten percent no, fifteen percent."],
])('reads it within a sentence: %j', (text, spoken) => expect(say(text)).toBe(spoken));
