import { STICKER_NAMES } from '../../stickers/sticker-names.ts';
import briefWords from './brief-words.json' with { type: 'json' };
import { conceptGroups } from './synonyms.ts';
import { guideTexts } from './guide-texts.ts';
import { splitWords, stemWord } from './stemming.ts';
import { messageKinds } from './message-kinds.ts';

let known: ReadonlySet<string> | undefined;

/**
 * Whether all words of a text are real: from the request or from the guide's own texts. A very
 * small model makes up syllables when it meets an unknown name or trade.
 */
export function isPlain(text: string, request: string): boolean {
  known ??= new Set(listKnownTexts().flatMap(splitWords).map(stemWord));
  const own = new Set(splitWords(request).map(stemWord));
  return splitWords(text).every((word) => {
    const stem = stemWord(word);
    return own.has(stem) || known?.has(stem);
  });
}

function listKnownTexts(): string[] {
  return [
    ...guideTexts.flatMap(({ title, text, questions }) => [title, text, ...questions]),
    ...messageKinds.flatMap(({ phrases }) => phrases),
    ...STICKER_NAMES,
    ...briefWords.requestWords,
    ...briefWords.lookWords,
    ...briefWords.writtenWords,
    ...conceptGroups,
    ...Object.values(briefWords.shots),
  ];
}
