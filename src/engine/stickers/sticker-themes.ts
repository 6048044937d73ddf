/** Names that stand for many things more often than for one. */
export const THEME_WORDS = new Set(['music', 'flower', 'fish', 'beach', 'camping']);

/** What stickers may be about. */
export interface Theme {
  /** How the model learnt to be asked. */
  name: string;
  words: RegExp;
  /** What belongs to it, of the names that the sticker model knows. */
  things: readonly string[];
}

/** Themes that people ask for, the narrower first. */
export const THEMES: readonly Theme[] = (
  [
    [
      'the farm',
      /\bfarm/i,
      'cow, pig, chicken, horse, goat, tractor, duck, sheep, rooster, farmer',
    ],
    [
      'the ocean',
      /\b(?:sea|ocean|fish|underwater|marine)\b/i,
      'dolphin, whale, octopus, crab, tropical fish, shark, turtle, jellyfish, shell, seal',
    ],
    [
      'the forest',
      /\b(?:forest|woods?|woodland)\b/i,
      'fox, owl, hedgehog, mushroom, bear, deer, pine tree, wolf, rabbit, beaver',
    ],
    [
      'the zoo',
      /\b(?:animals?|creatures?|wildlife|safari|jungle|zoo|pets?)\b/i,
      'lion, elephant, giraffe, zebra, penguin, monkey, tiger, panda, koala, kangaroo, dog, cat, hamster',
    ],
    [
      'the garden',
      /\b(?:flowers?|plants?|garden)\b/i,
      'tulip, sunflower, rose, hibiscus, cherry blossom, bouquet, potted plant, seedling, butterfly, bee',
    ],
    [
      'breakfast',
      /\b(?:food|meals?|snacks?|eating|kitchen|restaurant)\b/i,
      'pancakes, croissant, egg, bacon, waffle, bread, pizza, taco, sushi, hamburger, salad, cupcake',
    ],
    [
      'fruit',
      /\b(?:fruits?|berries)\b/i,
      'apple, banana, strawberry, pineapple, watermelon, grapes, lemon, pear, peach, mango',
    ],
    [
      'travel',
      /\b(?:vehicles?|transport|cars|traffic)\b/i,
      'car, bus, truck, bicycle, airplane, helicopter, bullet train, sailboat, tractor, motorcycle, ambulance',
    ],
    [
      'sport',
      /\b(?:sports?|fitness)\b/i,
      'soccer ball, basketball, tennis ball, trophy, sneaker, bicycle, boxing glove, medal',
    ],
    [
      'music',
      /\b(?:music|band|songs?|instruments?)\b/i,
      'guitar, violin, drum, trumpet, microphone, headphones, musical note, piano, saxophone',
    ],
    [
      'space',
      /\b(?:space|planets?|astronomy)\b/i,
      'rocket, planet, star, telescope, satellite, ufo, moon, astronaut, alien',
    ],
  ] as const
).map(([name, words, things]) => ({ name, words, things: things.split(', ') }));

export function findTheme(request: string): Theme | undefined {
  return THEMES.find(({ words }) => words.test(request));
}
