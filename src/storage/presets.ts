import * as z from 'zod/mini';
import { chatSettingsSchema } from './conversations.ts';
import type { TextStorage } from './settings.ts';

export const presetSchema = z.object({
  id: z.string(),
  name: z.string().check(z.minLength(1)),
  settings: chatSettingsSchema,
});
/** Chat settings under a name. */
export type Preset = z.infer<typeof presetSchema>;

const presetsSchema = z.array(presetSchema);

/** The presets that the user has made. */
export interface PresetStorage {
  read(): Preset[];
  write(presets: readonly Preset[]): void;
}

const KEY = 'triptych.chat-presets';

export function createPresetStorage(storage: TextStorage | undefined): PresetStorage {
  return {
    read() {
      try {
        return z.catch(presetsSchema, []).parse(JSON.parse(storage?.getItem(KEY) ?? '[]'));
      } catch {
        return [];
      }
    },
    write(presets) {
      try {
        storage?.setItem(KEY, JSON.stringify(presets));
      } catch {
        // Full or denied: the presets hold for this visit.
      }
    },
  };
}
