import { capitalise } from '../../chat/guide/capitalise.ts';
import { articleOf } from '../../indefinite-article.ts';
import { CULTURES } from './cues/cultures.ts';
import { fold } from './split-words.ts';

/**
 * What a prompt must not say of people unless the brief does
 * (docs/decisions/2026-11-29-people-in-pictures.md): how they look, how old they are, of which
 * gender, and the costume or landmark that stands for a country.
 */
const INVENTED_LOOKS =
  /^(?:asian|african|afro|african-american|black|white|caucasian|hispanic|latino|latina|latinx|arab|european|oriental|exotic|ethnic|tribal|native|(?:dark|fair|light|pale|brown|olive)-skinned|blond|blonde|blue-eyed|slim|thin|skinny|curvy|attractive|beautiful|pretty|sexy|handsome|young|youthful|old|elderly|aged|middle-aged|senior|teenage|wrinkled)$/;

/** Words of one gender or age, and what is said instead. */
const NEUTRAL: Readonly<Record<string, string>> = {
  woman: 'person',
  man: 'person',
  lady: 'person',
  gentleman: 'person',
  guy: 'person',
  women: 'people',
  men: 'people',
  ladies: 'people',
  gentlemen: 'people',
  guys: 'people',
  girl: 'child',
  boy: 'child',
  girls: 'children',
  boys: 'children',
  mother: 'parent',
  father: 'parent',
  mothers: 'parents',
  fathers: 'parents',
  grandmother: 'grandparent',
  grandfather: 'grandparent',
  businessman: 'business person',
  businesswoman: 'business person',
};
/** Others that looks are said of. */
const PEOPLE =
  /^(?:person|people|persons|child|children|kids?|famil(?:y|ies)|couples?|friends?|baby|babies|adults?|teenagers?|students?|workers?|customers?|tourists?|team|crowd|models?|chefs?|bakers?|waiters?|nurses?|doctors?|teachers?|artisans?|farmers?|locals?|villagers?|parents?|grandparents?|faces?|skin|hands?|athletes?|dancers?|shopkeepers?|baristas?)$/;

const CLICHES =
  /\b(?:kimonos?|geishas?|samurai|sombreros?|ponchos?|mariachis?|dirndls?|lederhosen|berets?|saris?|sarees?|turbans?|hijabs?|burqas?|keffiyehs?|kilts?|headdress(?:es)?|wooden clogs|conical hats?|rice hats?|cowboy hats?|ushankas?|flamenco dress(?:es)?|traditional (?:dress|clothes|clothing|costumes?|attire)|folk costumes?|national costumes?|ethnic (?:dress|clothing)|eiffel tower|big ben|taj mahal|great wall|pyramids?|mount fuji|statue of liberty|colosseum|leaning tower|brandenburg gate|torii gates?|pagodas?|red square|golden gate bridge|windmills?|camels?|matryoshkas?|maple leaf flags?|national flags?)\b/gi;

const NATIONALITIES = new Set(
  CULTURES.flatMap(({ adjectives = '' }) => adjectives.split(','))
    .map((word) => fold(word.trim().replace(/^=/, '')))
    .filter((word) => /^[a-z]+$/.test(word)),
);

/**
 * A prompt without what it invents about people. `said`: everything that the brief and the caller
 * said, in English too. Undefined if what it shows is invented altogether.
 *
 * @example
 * withoutInventedLooks('A young Asian woman, a kimono, soft light', 'ein Plakat'); // → 'A person, soft light'
 * withoutInventedLooks('An elderly couple, soft light', 'an elderly couple'); // → 'An elderly couple, soft light'
 * withoutInventedLooks('The Eiffel Tower, soft light', 'a bakery in France'); // → undefined
 */
export function withoutInventedLooks(prompt: string, said: string): string | undefined {
  const known = listStems(said);
  const clauses = prompt.split(/(?<=[,.;])\s+/);
  const kept = clauses.filter((clause) =>
    Array.from(clause.matchAll(CLICHES)).every(([cliche]) =>
      [...listStems(cliche)].every((stem) => known.has(stem)),
    ),
  );
  if (kept[0] !== clauses[0]) return undefined;
  const text = kept.map((clause) => makeNeutral(clause, known)).join(' ');
  return text.replace(/[,;\s]+$/, '') || undefined;
}

/** A clause without looks before people, and without a gender that nobody named. */
function makeNeutral(clause: string, known: ReadonlySet<string>): string {
  const words = clause.split(' ');
  const plain = words.map((word) => fold(word).replace(/[^a-z-]/g, ''));
  const isDropped = words.map(() => false);
  plain.forEach((word, at) => {
    if (!(word in NEUTRAL) && !PEOPLE.test(word)) return;
    for (let before = at - 1; before >= 0 && isLook(plain[before] ?? ''); before--)
      isDropped[before] = !known.has(stemOf(plain[before] ?? ''));
    const neutral = NEUTRAL[word];
    if (neutral && !known.has(stemOf(word)))
      words[at] = (words[at] ?? '').replace(/[\p{L}-]+/u, matchCase(neutral));
  });
  return fixArticles(words.filter((_, at) => !isDropped[at]));
}

const isLook = (word: string) =>
  INVENTED_LOOKS.test(word) || NATIONALITIES.has(word) || word === 'and';

const matchCase = (text: string) => (word: string) =>
  /^\p{Lu}/u.test(word) ? capitalise(text) : text;

function fixArticles(words: readonly string[]): string {
  return words
    .map((word, at) => {
      const next = words[at + 1];
      if (!next || !/^an?$/i.test(word)) return word;
      const article = articleOf(next);
      return word.startsWith('A') ? capitalise(article) : article;
    })
    .join(' ');
}

function listStems(text: string): Set<string> {
  return new Set((fold(text).match(/[a-z-]+/g) ?? []).map(stemOf));
}

/** "women" and "woman", "kimonos" and "kimono" are one. */
function stemOf(word: string): string {
  return word.replace(/men$/, 'man').replace(/(?<=..)s$/, '');
}
