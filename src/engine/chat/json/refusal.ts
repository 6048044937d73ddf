import { EngineError } from '../../errors.ts';

/** An automaton or a grammar would outgrow what can be computed while someone waits. */
export class TooLarge extends Error {}

/** A pattern that is not a regular language, or rare; the message says what. */
export class UnheldRegex extends Error {}

/**
 * The error for a keyword that cannot be enforced. `pointer` leads to the schema with the keyword.
 */
export function refuseKeyword(pointer: string, keyword: string, sentence: string): EngineError {
  const place = `${pointer}/${escapePointer(keyword)}`;
  return new EngineError(
    'invalid_request',
    `The JSON schema cannot be used: ${sentence} (at ${place}).`,
    {
      details: { keyword, pointer: place },
    },
  );
}

/** One step of a JSON pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
