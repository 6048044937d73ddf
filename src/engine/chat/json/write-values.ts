import type { Branch } from './branches.ts';
import { fitsBranch } from './fits.ts';
import type { GrammarBuilder, Sequence } from './grammar.ts';
import { toTerminal } from './grammar.ts';
import { compileNumbers } from './number-automaton.ts';
import { isEmpty, type Automaton } from './automaton.ts';
import { refuseKeyword, TooLarge } from './refusal.ts';
import type { ObjectPart, SchemaDocument } from './schema-document.ts';
import { describeNumbers } from './number-shape.ts';
import { describeStrings } from './string-shape.ts';
import { writeAsStrings } from './string-text.ts';

/** The values of `enum` and `const` that fit the rest of a branch, each as its JSON text. */
export function writeGivenValues(
  document: SchemaDocument,
  grammar: GrammarBuilder,
  branch: Branch,
  values: readonly unknown[],
): Sequence[] {
  return values
    .filter((value) => fitsBranch(document, branch, value))
    .map((value) => [grammar.text(JSON.stringify(value))]);
}

export function writeStrings(branch: Branch): Sequence[] {
  return writeTerminal(() => writeAsStrings(describeStrings(branch)), branch, [
    'maxLength',
    'minLength',
    'pattern',
    'format',
  ]);
}

export function writeNumbers(branch: Branch): Sequence[] {
  return writeTerminal(() => compileNumbers(describeNumbers(branch)), branch, [
    'multipleOf',
    'minimum',
    'maximum',
  ]);
}

function writeTerminal(
  compile: () => Automaton,
  branch: Branch,
  keywords: readonly string[],
): Sequence[] {
  try {
    const automaton = compile();
    return isEmpty(automaton) ? [] : [[toTerminal(automaton)]];
  } catch (thrown) {
    if (!(thrown instanceof TooLarge)) throw thrown;
    throw refuseFirst(branch, keywords);
  }
}

/** Names the first of the keywords that is there: together they are too much. */
function refuseFirst(branch: Branch, keywords: readonly string[]): unknown {
  const has = (keyword: string) => (part: ObjectPart) => part.schema[keyword] !== undefined;
  const keyword = keywords.find((each) => branch.some(has(each))) ?? 'type';
  const part = branch.find(has(keyword)) ?? branch[0];
  return refuseKeyword(
    part?.pointer ?? '#',
    keyword,
    `"${keyword}" makes this too large. Use smaller numbers or a simpler pattern`,
  );
}
