import type { WantedSize } from '../../src/engine/studio/batch/plan-bases.ts';

const DEFAULT_SIZES = '1600x400,1200x630,400x400,300x600';

/** "1600x400,400x400" as sizes that are called like that. */
export function parseSizes(text = DEFAULT_SIZES): WantedSize[] {
  return text.split(',').map((part) => {
    const name = part.trim();
    const [, width = 0, height = 0] = /^(\d{1,5})x(\d{1,5})$/.exec(name)?.map(Number) ?? [];
    if (width === 0 || height === 0)
      throw new Error(`--sizes takes sizes in pixels such as 1600x400,400x400, not "${name}".`);
    return { name, width, height };
  });
}
