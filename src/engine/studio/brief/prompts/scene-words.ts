import type { Category, Mood } from '../context.ts';

/** Views that differ at first sight; one for each prompt of a brief. */
export const COMPOSITIONS: readonly { name: string; words: string }[] = [
  { name: 'Eye level', words: 'eye-level view, subject in the centre' },
  { name: 'Close-up', words: 'close-up with a shallow depth of field' },
  { name: 'Wide scene', words: 'wide shot with room around the subject' },
  { name: 'From above', words: 'top-down view' },
  { name: 'Off-centre', words: 'subject on the right, empty space on the left' },
  { name: 'Low angle', words: 'low angle view' },
  { name: 'Symmetry', words: 'symmetrical composition' },
  { name: 'Detail', words: 'detail view that fills the frame' },
];

/** Light, from the start that suits the mood. */
export const LIGHTS: readonly string[] = [
  'soft morning light',
  'bright daylight',
  'golden evening light',
  'light from a window',
  'light from behind',
  'even light without hard shadows',
  'low side light with long shadows',
  'warm lamplight',
];

/** Index of the first light. */
export const FIRST_LIGHT: Readonly<Record<Mood, number>> = {
  calm: 0,
  cheerful: 1,
  romantic: 2,
  elegant: 3,
  mysterious: 4,
  serious: 5,
  dramatic: 6,
  nostalgic: 2,
  cosy: 7,
  festive: 7,
  energetic: 1,
};

/** Where it is, if the brief does not say; nothing that stands for one country. */
export const SETTINGS: Readonly<Record<Category, readonly string[]>> = {
  product: ['on a plain backdrop', 'on a stone surface', 'on a wooden table'],
  food: ['with simple tableware', 'in an inviting setting', 'by a window'],
  travel: ['under an open sky', 'along a quiet path', 'seen from a viewpoint'],
  people: ['in an everyday place', 'outdoors', 'in a bright room'],
  event: ['with simple decorations', 'in an open square', 'in a decorated hall'],
  property: ['with tidy surroundings', 'seen from the garden', 'seen from the entrance'],
  technology: ['on a clean desk', 'against a dark backdrop', 'in a modern room'],
  nature: ['in the open', 'among grass and leaves', 'under a wide sky'],
  abstract: ['on a plain ground', 'in layers', 'with much empty space'],
  other: ['on a plain backdrop', 'in a simple setting', 'outdoors'],
};
