import type { Recipe } from '../../../engine/bulk/recipe.ts';

/** A chain to begin with. */
export interface Preset {
  name: string;
  /** What comes out, in a few words. */
  hint: string;
  recipe: Recipe;
}

const LARGEST_ON_THE_WEB = 2000;
const THUMBNAIL = 400;

export const PRESETS: readonly [Preset, ...Preset[]] = [
  {
    name: 'Smaller files',
    hint: 'WebP that looks the same to most people',
    recipe: [{ op: 'optimize' }],
  },
  {
    name: 'For the web',
    hint: `At most ${LARGEST_ON_THE_WEB} pixels a side, as WebP`,
    recipe: [
      {
        op: 'resize',
        options: { width: LARGEST_ON_THE_WEB, height: LARGEST_ON_THE_WEB, enlarge: false },
      },
      { op: 'optimize' },
    ],
  },
  {
    name: 'Remove metadata',
    hint: 'Place, camera and comments are left out',
    recipe: [{ op: 'sanitize' }],
  },
  {
    name: 'Square thumbnails',
    hint: `${THUMBNAIL} by ${THUMBNAIL} pixels, cut to fit`,
    recipe: [
      { op: 'resize', options: { width: THUMBNAIL, height: THUMBNAIL, fit: 'cover' } },
      { op: 'optimize' },
    ],
  },
];
