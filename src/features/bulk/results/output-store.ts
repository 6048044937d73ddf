import * as z from 'zod/mini';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { parseJson } from '../../../engine/parse-json.ts';
import { DEFAULT_PATTERN } from './name-pattern.ts';

const outputSchema = z.object({
  /** Of the files' names; see name-pattern.ts. */
  pattern: z.catch(z.string(), DEFAULT_PATTERN),
  /** What the pictures show, in the HTML beside them; `{name}` stands for each one's name. */
  alt: z.catch(z.string(), ''),
  /** How wide they are on the page, as HTML's `sizes`. Empty: as wide as the window. */
  sizes: z.catch(z.string(), ''),
});

/** How what was made is saved. */
export type OutputSettings = z.infer<typeof outputSchema>;

interface OutputActions {
  change(settings: Partial<OutputSettings>): void;
}
export type OutputStore = StoreApi<OutputSettings & OutputActions>;

/** Keeps the settings as JSON. */
export function createOutputStore(draft: {
  read(): string;
  write(text: string): void;
}): OutputStore {
  const kept = outputSchema.safeParse(parseJson(draft.read())).data;
  return createStore<OutputSettings & OutputActions>()((set, get) => ({
    ...(kept ?? outputSchema.parse({})),
    change(settings) {
      set(settings);
      const { pattern, alt, sizes } = get();
      draft.write(JSON.stringify({ pattern, alt, sizes }));
    },
  }));
}
