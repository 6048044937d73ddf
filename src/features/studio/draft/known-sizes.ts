import { FAMILIES, type FamilyName } from '../../../engine/image-ops/derivatives/families.ts';
import type { WantedSize } from '../../../engine/studio/batch/plan-bases.ts';
import type { Aspect } from '../../../engine/studio/brief/context.ts';

/** Families of one picture each, in the words of those who need them. */
const TITLES = {
  hero: 'Hero',
  og: 'Link preview',
  twitter: 'X card',
  square: 'Square post',
  story: 'Story',
  sidebar: 'Sidebar',
  avatar: 'Avatar',
  thumb: 'Thumbnail',
} as const satisfies Partial<Record<FamilyName, string>>;

type KnownName = keyof typeof TITLES;

const KNOWN_NAMES = Object.keys(TITLES) as KnownName[];

/** Sizes that pages and services ask for. */
export const KNOWN_SIZES: readonly (WantedSize & { title: string })[] = KNOWN_NAMES.flatMap(
  (name) =>
    FAMILIES[name].flatMap(({ width, height }) =>
      height === undefined ? [] : [{ name, title: TITLES[name], width, height }],
    ),
);

/** What a size is called on the screen; sizes of one's own by the name they were given. */
export function titleOfSize(name: string): string {
  return KNOWN_SIZES.find((size) => size.name === name)?.title ?? name;
}

const SUGGESTED: Readonly<Record<Aspect | 'any', readonly KnownName[]>> = {
  any: ['hero', 'og', 'square', 'story'],
  landscape: ['hero', 'og', 'thumb'],
  square: ['square', 'avatar'],
  portrait: ['story', 'sidebar'],
};

/** Sizes to begin with, where the brief says a shape or none. */
export function suggestSizes(aspect: Aspect | undefined): WantedSize[] {
  const names: readonly string[] = SUGGESTED[aspect ?? 'any'];
  return KNOWN_SIZES.filter(({ name }) => names.includes(name)).map(({ name, width, height }) => ({
    name,
    width,
    height,
  }));
}
