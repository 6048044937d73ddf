/** Words in colour names, by colour family. */
const FAMILIES = {
  red: 'red crimson scarlet burgundy cranberry oxblood brick ruby cherry poppy wine tomato',
  orange: 'orange amber pumpkin coral apricot peach rust terracotta copper',
  yellow: 'yellow gold mustard lemon sunflower straw butter honey brass',
  green:
    'green olive sage moss pine fern mint lime eucalyptus basil matcha pistachio emerald bamboo',
  blue: 'blue navy indigo cyan turquoise teal aqua',
  purple: 'purple violet lilac lavender magenta plum',
  pink: 'pink blush rose fuchsia',
  brown: 'brown caramel espresso chocolate walnut oak beige sand taupe bark clay earth',
  grey: 'grey gray silver slate charcoal stone smoke steel',
  black: 'black ink',
  white: 'white cream ivory vanilla pearl bone',
} as const;
export type ColourFamily = keyof typeof FAMILIES;

/** Families that go with anything. */
const NEUTRALS: readonly ColourFamily[] = ['white', 'grey', 'black'];

/** The colours of things, likeliest first, from general knowledge. */
const COLOURS_OF_THINGS: readonly (readonly [colours: string, things: string])[] = [
  [
    'brown orange yellow',
    'coffee espresso cappuccino latte mocha cafe café roaster biscuit cookie bread toast bakery beer pub honey caramel nut',
  ],
  ['brown red', 'chocolate cocoa brownie leather coffeehouse'],
  ['green brown yellow', 'tea matcha herb olive'],
  [
    'red pink green',
    'strawberry raspberry cherry watermelon rose valentine love tulip radish apple',
  ],
  [
    'red orange yellow',
    'fire flame volcano lava campfire chilli chili pepper salsa mexican spice dragon',
  ],
  ['orange yellow green', 'orange carrot mango peach apricot mandarin citrus juice tropical'],
  ['yellow green', 'lemon banana daffodil pineapple corn cheese bee'],
  ['yellow orange blue', 'sun sunny sunshine summer holiday sunflower'],
  [
    'green brown',
    'forest wood jungle tree leaf moss grass park nature plant cactus frog avocado vegetable salad farm hiking camping vegan',
  ],
  ['green pink yellow', 'spring garden meadow flower florist blossom easter butterfly'],
  [
    'blue green brown orange',
    'sea ocean water beach wave river lake pool fish sailing harbour boat surf coast island seaside',
  ],
  ['blue orange', 'rain rainy storm fog cloud umbrella'],
  ['blue yellow', 'sky denim airline travel police'],
  ['blue green', 'winter snow ice frost glacier mountain ski polar penguin'],
  ['blue purple yellow', 'night midnight space star moon galaxy astronomy planet'],
  ['orange pink purple red yellow blue', 'sunset sunrise dusk dawn evening'],
  ['orange red brown yellow', 'autumn fall thanksgiving harvest fox squirrel'],
  ['orange purple green', 'halloween pumpkin witch'],
  ['purple pink green', 'lavender grape plum lilac'],
  ['pink orange', 'princess candy flamingo ballet bubblegum lipstick cosmetics'],
  [
    'blue green',
    'hospital dentist dental clinic pharmacy doctor medical spa wellness cleaning laundry',
  ],
  ['blue yellow', 'bank insurance office corporate finance lawyer law accountant'],
  ['red green yellow', 'christmas pizza pizzeria italian tomato'],
  ['brown yellow orange', 'desert sand dune camel pottery wheat'],
  ['pink yellow green', 'wedding bride baby'],
  ['red brown yellow', 'wine winery vineyard theatre opera whisky'],
  ['green yellow red', 'gym fitness running football soccer sport'],
  ['red yellow blue green pink', 'toy children kids party birthday circus carnival'],
];

const familyOfWord = new Map<string, ColourFamily>(
  Object.entries(FAMILIES).flatMap(([family, words]) =>
    words.split(' ').map((word) => [word, family as ColourFamily] as const),
  ),
);
const familiesOfThing = new Map(
  COLOURS_OF_THINGS.flatMap(([colours, things]) =>
    things.split(' ').map((thing) => [thing, colours.split(' ') as ColourFamily[]] as const),
  ),
);

/** The family of a named colour: "tomato red", "burnt orange". `undefined` for any other word. */
export function familyOf(name: string): ColourFamily | undefined {
  const words = name.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.reverse().flatMap((word) => familyOfWord.get(word) ?? [])[0];
}

/**
 * The colours of the things in a text, likeliest first; a named colour comes before all. Empty if
 * nothing is known.
 */
export function findColours(text: string): ColourFamily[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const named = words.flatMap((word) => familyOfWord.get(word) ?? []);
  const things = words.flatMap((word) => lookUp(word) ?? []);
  return [...new Set([...named.filter((_, place) => !lookUp(words[place] ?? '')), ...things])];
}

function lookUp(word: string): ColourFamily[] | undefined {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')]
    .map((form) => familiesOfThing.get(form))
    .find(Boolean);
}

/**
 * Whether a palette suits a thing of these colours: two are its own, the others go with anything,
 * and none occurs twice.
 */
export function suits(palette: readonly string[], wanted: readonly ColourFamily[]): boolean {
  const families = palette.map(familyOf);
  const own = families.filter((family) => family && wanted.includes(family));
  const fitting = families.filter(
    (family) => family && (wanted.includes(family) || NEUTRALS.includes(family)),
  );
  const isLoud = palette.some((colour) => /\b(electric|neon|acid)\b/i.test(colour));
  return (
    own.length >= Math.min(2, wanted.length) &&
    fitting.length === palette.length &&
    !isLoud &&
    isVaried(palette)
  );
}

/** "red" is too close to "deep red" to count as another. */
function isVaried(palette: readonly string[]): boolean {
  const names = palette.map((colour) => colour.toLowerCase());
  return names.every(
    (name, place) => !names.some((other, at) => at !== place && other.endsWith(name)),
  );
}

/** A plain name of each family. */
const PLAIN_NAMES: Readonly<Record<ColourFamily, string>> = {
  red: 'deep red',
  orange: 'burnt orange',
  yellow: 'warm yellow',
  green: 'leaf green',
  blue: 'deep blue',
  purple: 'plum',
  pink: 'blush pink',
  brown: 'warm brown',
  grey: 'slate grey',
  black: 'black',
  white: 'cream',
};

export function nameFamily(family: ColourFamily): string {
  return PLAIN_NAMES[family];
}

/** Five colours by rule alone: the thing's own, then those that go with anything. */
export function composePalette(wanted: readonly ColourFamily[]): string[] {
  return [...new Set([...wanted, ...NEUTRALS])].slice(0, 5).map(nameFamily);
}
