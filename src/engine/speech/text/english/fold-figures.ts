/** Characters that stand for others of one place each. */
const TWINS: Readonly<Record<string, string>> = {
  '\u00b5': '\u03bc',
  '\u2126': '\u03a9',
  '\u212a': 'K',
  '\u2010': '-',
  '\u2011': '-',
  '\ufe63': '-',
  '\u2012': '-',
  '\ufe62': '+',
  '\u2044': '/',
  '\u2215': '/',
  '\u066a': '%',
  '\u066b': '.',
  '\u066c': ',',
  '￠': '¢',
  '￡': '£',
  '￥': '¥',
  '￦': '₩',
};

/**
 * Full-width punctuation stays, but for what stands between figures: it ends sentences of Chinese
 * and Japanese.
 */
const FULL_WIDTH = /[＃＄％＆＋－．／＝Ａ-Ｚａ-ｚ０-９]|(?<=\p{Nd})[，：](?=\p{Nd})/u;
const FOLDED = new RegExp(
  String.raw`[${Object.keys(TWINS).join('')}₀-₉]|${FULL_WIDTH.source}|(?![0-9])\p{Nd}`,
  'gu',
);

/**
 * Writes figures of other scripts, full-width letters and signs, subscripts, and twins such as the
 * two micro signs as the characters that the recognisers know. Nothing moves: the result is as long
 * as the text.
 */
export function foldFigures(text: string): string {
  return text.replace(
    FOLDED,
    (character) => TWINS[character] ?? (character.length === 1 ? foldOne(character) : character),
  );
}

function foldOne(character: string): string {
  const code = character.charCodeAt(0);
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  if (code >= 0x2080 && code <= 0x2089) return String(code - 0x2080);
  return String(digitValue(code));
}

/** Unicode keeps the ten figures of a script together, zero first. */
function digitValue(code: number): number {
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero -= 1;
  return code - zero;
}
