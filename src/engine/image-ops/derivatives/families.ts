import type { OutputFormat } from '../encode-picture.ts';

/** One picture of a family. */
export interface DerivativeSize {
  /** Goes into the file's name. Default: its width, such as `640w`. */
  name?: string | undefined;
  /** Pixels. */
  width: number;
  /** Absent: it follows from the picture's shape, which is not cropped, and never enlarged. */
  height?: number | undefined;
  /** Default: what the request says. */
  format?: OutputFormat | undefined;
}

const size = (name: string, width: number, height: number): DerivativeSize => ({
  name,
  width,
  height,
});

const icon = (name: string, side: number): DerivativeSize => ({
  ...size(name, side, side),
  format: 'png',
});

/** The sizes that pages and services ask for. A new family is a line. */
export const FAMILIES = {
  /** Across the top of a page. */
  hero: [size('hero', 1920, 800)],
  /** Link previews by Open Graph. */
  og: [size('og', 1200, 630)],
  /** X's large card, two to one. */
  twitter: [size('twitter', 1200, 600)],
  square: [size('square', 1080, 1080)],
  /** The whole of a phone's screen. */
  story: [size('story', 1080, 1920)],
  sidebar: [size('sidebar', 300, 600)],
  avatar: [size('avatar', 400, 400)],
  thumb: [size('thumb', 320, 240)],
  /** For tabs, home screens and manifests. */
  favicon: [
    { ...size('favicon', 48, 48), format: 'ico' },
    icon('icon-32', 32),
    icon('apple-touch-icon', 180),
    icon('icon-192', 192),
    icon('icon-512', 512),
  ],
  /** One picture in the widths of common screens, for `srcset`. */
  srcset: [320, 640, 960, 1280, 1920, 2560].map((width) => ({ width })),
} as const satisfies Readonly<Record<string, readonly DerivativeSize[]>>;

export type FamilyName = keyof typeof FAMILIES;

export const FAMILY_NAMES = Object.keys(FAMILIES) as [FamilyName, ...FamilyName[]];

/** Those of one picture each. */
export const DEFAULT_FAMILIES: readonly FamilyName[] = [
  'hero',
  'og',
  'twitter',
  'square',
  'story',
  'sidebar',
  'avatar',
  'thumb',
];
