import fc from 'fast-check';
import { inputsFrom, type Inputs } from './fuzz.fixture.ts';

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
/** What parsers of text give a meaning to, alone or many times over. */
const token = fc.oneof(
  fc.constantFrom(...Array.from('\\"\'`{}[]()<>&;:,.=|*_#%$/-+~^ \t\n\r\0\u2028\ufeff\ud83d')),
  fc.constantFrom('null', '1e999', '-0', '<b>', '</', '{{', '{%', '%}', '&#x', '__proto__', '../'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Texts of the given ones with parts lost, doubled, or strange ones added. */
export function corruptText(texts: readonly string[]): Inputs<string> {
  const edit = fc.record({
    at: place,
    skipped: fc.nat(20),
    token,
    times: fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(3000) }),
  });
  const plans = fc.record({
    text: fc.nat(texts.length - 1),
    edits: fc.array(edit, { maxLength: 6 }),
  });
  return inputsFrom(plans, ({ text, edits }) =>
    edits.reduce((before, { at, skipped, token, times }) => {
      const start = Math.floor(at * before.length);
      return `${before.slice(0, start)}${token.repeat(times)}${before.slice(start + skipped)}`;
    }, texts[text] as string),
  );
}
