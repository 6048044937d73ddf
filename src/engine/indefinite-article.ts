/** Letters whose names begin with a vowel: an F, an MRI; but a U. */
const VOWEL_LETTERS = 'aefhilmnorsx';
/** Written in capitals, read as words. */
const READ_AS_WORDS = new Set(
  'FAQ HUD LAN NAS NASA RAM ROM SAM SIM SWAT LOL LEGO RADAR SONAR LIDAR'.split(' '),
);
const SILENT_H = /^(?:hour|honest|honou?r|heir|hors\b)/;
/** Vowels that sound like "you" or "won", and so take "a". */
const GLIDE =
  /^(?:e[uw]|(?:ones?|once|oneself)(?![a-z])|ouija|u(?:s[aeu]|si|t[eio]|tah|k[eru]|ra[ln]|r[eiou]|fo|ga|vul|biq|nanim|ni(?!n|mp|mag|d(?!ir)|ll|r|ss)))/;
const VOWEL = /^(?:[aeiou]|y[bcdfglmnpqrstv])/;

/**
 * "a" or "an", by the sound with which a phrase begins: an hour, a unicorn, a UFO, an MRI, an 8.
 * "a" if there is no letter or digit.
 */
export function articleOf(phrase: string): 'a' | 'an' {
  const [word = ''] =
    /[\p{L}\p{N}][^\s]*/u.exec(phrase.normalize('NFKD').replace(/\p{M}/gu, '')) ?? [];
  const isVowel = /^\d/.test(word)
    ? isVowelNumber(word)
    : isSpelled(word)
      ? isVowelLetter(word)
      : isVowelWord(word);
  return isVowel ? 'an' : 'a';
}

function isVowelWord(word: string): boolean {
  const small = word.toLowerCase();
  return SILENT_H.test(small) || (VOWEL.test(small) && !GLIDE.test(small));
}

function isVowelLetter(word: string): boolean {
  return VOWEL_LETTERS.includes(word.charAt(0).toLowerCase());
}

/**
 * Read letter by letter: X-ray, MP3, FBI, HTML. Longer capitals with a vowel are words, such as
 * NATO.
 */
function isSpelled(word: string): boolean {
  if (/^\p{L}(?![\p{L}'’])/u.test(word)) return true;
  const [capitals = ''] =
    /^\p{Lu}{2,}(?![\p{L}])/u.exec(word.replace(/(?<=\p{Lu}{2})(?:s|['’]s)(?!\p{L})/u, '')) ?? [];
  if (capitals === '' || READ_AS_WORDS.has(capitals)) return false;
  return capitals.length <= 3 || !/[AEIOU]/.test(capitals);
}

/**
 * Eight, eleven and eighteen begin with a vowel, also in front of thousands; four digits without a
 * comma are read in twos, as years are.
 */
function isVowelNumber(word: string): boolean {
  const [digits = ''] = /^\d+(?:,\d{3})*/.exec(word) ?? [];
  if (digits.startsWith('8')) return true;
  const [first = ''] = digits.split(',');
  const length = digits.replaceAll(',', '').length;
  const isReadInTwos = length % 3 === 2 || (first.length === 4 && !digits.includes(','));
  return isReadInTwos && /^1[18]/.test(digits);
}
