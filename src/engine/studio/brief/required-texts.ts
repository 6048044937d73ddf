const MOST_TEXTS = 8;
const LONGEST_TEXT = 120;

/** Opening and closing marks of every language. */
const QUOTED =
  /["“”„‟]([^"“”„‟\n]+)["“”‟]|«([^«»\n]+)»|‹([^‹›\n]+)›|「([^「」\n]+)」|『([^『』\n]+)』|《([^《》\n]+)》|(?<![\p{L}\p{N}])[‘'‚]([^‘’'‚\n]{2,})[’'‘](?![\p{L}\p{N}])/gu;
/** Words that stand before a text without marks: "saying Happy Birthday". */
const SAYING =
  /(?:\b(?:that says|which says|saying|reading|with the (?:text|words?|headline|title|caption|slogan)|text:|mit (?:der Aufschrift|dem Text|dem Schriftzug)|avec (?:le texte|les mots|l['’]inscription)|con (?:el texto|la frase|las palabras)|que diga|com (?:o texto|a frase|as palavras)|con (?:la scritta|il testo)|met de (?:tekst|woorden)|z (?:napisem|tekstem)|с (?:надписью|текстом)))[:\s]+(\p{Lu}[^\n.,;:!?"“”„«»]*[!?]?)/giu;

/**
 * Words that must appear in the picture: what a brief has in quotation marks, and what it says to
 * write. At most 8, of up to 120 characters, each once.
 *
 * @example
 * findRequiredTexts('Poster for "Moss", saying Open Late!'); // → ['Moss', 'Open Late!']
 */
export function findRequiredTexts(brief: string): string[] {
  const quoted = Array.from(brief.matchAll(QUOTED), (match) => ({
    at: match.index,
    text: match.slice(1).find((group) => group !== undefined) ?? '',
  }));
  const said = Array.from(brief.matchAll(SAYING), ({ index, 1: text = '' }) => ({
    at: index,
    text,
  })).filter(({ text }) => /^\p{Lu}/u.test(text));
  const texts = [...quoted, ...said]
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text.trim())
    .filter((text) => /[\p{L}\p{N}]/u.test(text) && text.length <= LONGEST_TEXT);
  return [...new Set(texts)].slice(0, MOST_TEXTS);
}

/** A brief without the texts that go on the picture and not into it. */
export function withoutRequiredTexts(brief: string): string {
  return brief.replace(SAYING, ' ').replace(QUOTED, ' ');
}
