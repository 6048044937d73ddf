const CUE =
  /\b(?:titles?|headlines?|headings?|names?|tag ?lines?|slogans?|mottos?|catch ?phrases?|straplines?|claims?|line)\b[^:]*?(?::|\b(?:for|of|fits?|suits?|under|about)\b)\s*(.+)$/is;
const ABOUT =
  /(?::|\b(?:for|of|with|about|on|featuring|from|suits?|fits?|match(?:es)?|go(?:es)? with)\b)\s+(.+)$/is;

/** The subject of a title or tagline: "a small bakery". */
export function findSubject(message: string): string | undefined {
  return trimEnd(CUE.exec(message.trim())?.[1]);
}

/** What ideas or colours are wanted for. */
export function findTheme(message: string): string | undefined {
  return trimEnd(ABOUT.exec(message.trim())?.[1]) ?? undefined;
}

function trimEnd(text: string | undefined): string | undefined {
  return text?.replace(/[\s.?!]+$|,?\s+please\W*$/gi, '') || undefined;
}

const WORK =
  /^(?:(?:a|an|the|my|our|your|this|that)\s+)?(?:short\s+|new\s+)?(?:story|book|novel|poem|article|essay|blog post|blog|post|song|film|movie|game|video|talk|page|chapter|picture|photo|image|painting|drawing)\b[\s:,]*(?:(?:about|of|on|in which|where)\s+)?/i;

/** "a story about a fox" is about a fox; "my story" is all that is known. */
export function stripWork(subject: string): string {
  return subject.replace(WORK, '') || subject;
}

/** The model knows nobody: "my dog" is a dog, "me" is a person. */
export function makeImpersonal(text: string): string {
  return text
    .replace(/\b(?:me|myself) and my\b/gi, 'a person and a')
    .replace(/\b(?:of|with|for|and) (?:me|myself)\b/gi, (words) =>
      words.replace(/\S+$/, 'a person'),
    )
    .replace(/\b(?:of|with|for) (?:us|ourselves)\b/gi, (words) =>
      words.replace(/\S+$/, 'a group of people'),
    )
    .replace(/\b(?:my|our|your) (?=\p{L}+s\b(?<!ss))/giu, '')
    .replace(/\b(?:my|our|your) /gi, 'a ')
    .replace(/\ba (?=[aeio])/gi, 'an ');
}
