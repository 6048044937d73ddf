/** Prompts to press. Every thing in them is one that the built-in model knows. */
export const STICKER_EXAMPLES = [
  'a fox on a teal background',
  'a rocket on a purple background',
  'a pizza on a yellow background',
  'an owl on a pink background',
  'a cat and a dog on a yellow background',
  'a blue car on a white background',
  'two pink elephants',
] as const;
