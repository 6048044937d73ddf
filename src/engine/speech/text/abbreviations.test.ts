import { expect, it } from 'vitest';
import { loadNormalizer } from './normalizer.ts';
import { readSentences } from './read-text.ts';
import { writeToken } from './spoken-token.ts';

const english = await loadNormalizer('en-us', false);
const sentencesOf = (text: string) =>
  [...readSentences(text, english)].map(({ tokens }) =>
    tokens.map(writeToken).filter(Boolean).join(' '),
  );

it.each([
  ['See fig. 3 of vol. 2.', ['See figure three of volume two.']],
  ['It is no. 5. No. I said no.', ['It is number five.', 'No.', 'I said no.']],
  [
    'By eq. (3) and Eqs. 4 and op. 27.',
    ['By equation (three) and equations four and opus twenty-seven.'],
  ],
  [
    'Born ca. 1800, rebuilt c. 1850.',
    ['Born circa eighteen hundred, rebuilt circa eighteen fifty.'],
  ],
  ['Ask Adm. Lee and Messrs. Hill and Wood.', ['Ask Admiral Lee and Messieurs Hill and Wood.']],
  [
    'On Tues. we rest. See you on Sat. at noon.',
    ['On Tuesday we rest.', 'See you on Saturday at noon.'],
  ],
  [
    'He sat. The sun shone on the Sun. It was hot.',
    ['He sat.', 'The sun shone on the Sun.', 'It was hot.'],
  ],
  ['She lives at 12 Oak Dr. with Dr. Smith.', ['She lives at twelve Oak Drive with Doctor Smith.']],
  ['He lives at 12 Oak Dr. He likes it.', ['He lives at twelve Oak Drive.', 'He likes it.']],
  [
    'Turn from Main St. into St. John Ave. at last.',
    ['Turn from Main Street into Saint John Avenue at last.'],
  ],
  ['St John and Main St', ['Saint John and Main Street.']],
  ['He lives on Main St. The shop is near.', ['He lives on Main Street.', 'The shop is near.']],
  ['On 5 May Dr. Smith came.', [expect.stringContaining('Doctor Smith came.')]],
  ['We need min. 5 people, max. 9.', ['We need minimum five people, maximum nine.']],
  ['Wait 5 min. and a few min. more.', ['Wait five minutes. and a few minutes more.']],
  [
    'In Sept. it rains. I met Jan. She smiled.',
    ['In September it rains.', 'I met Jan.', 'She smiled.'],
  ],
  ['MR. SMITH and mr. smith and Mr Smith', ['Mister SMITH and Mister smith and Mister Smith.']],
  ['Roe v. Wade, Ali vs. Frazier', ['Roe versus Wade, Ali versus Frazier.']],
  [
    'He works for Hill Bros. Inc. Then he left.',
    ['He works for Hill Brothers Incorporated.', 'Then he left.'],
  ],
  ['E.g. this, i.e. that, a.k.a. it', ['For example this, that is that, also known as it.']],
  ['He is 6 ft. 2 in. tall.', [expect.stringMatching(/^He is .*tall\.$/)]],
  [
    'Sun., Mon. and Tues., № 5, in C# and C++.',
    ['Sunday, Monday and Tuesday, number five, in C sharp and C plus plus.'],
  ],
  ['See p. 12, pp. 3 and ch. IV.', ['See page twelve, pages three and chapter IV.']],
])('reads and splits %j', (text, sentences) => expect(sentencesOf(text)).toEqual(sentences));
