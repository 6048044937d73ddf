import * as z from 'zod/mini';
import { readHubAddress } from '../engine/models/hub/hub-address.ts';
import { parseJson } from '../engine/parse-json.ts';
import { BROWSER_DEVICES } from '../engine/device.ts';
import {
  isRecord,
  listRepaired,
  type Damage,
  passOver,
  type ReportDamage,
} from './damage/damage.ts';

/** How a voice is to speak, where a person has changed it (VoiceOptions of the engine). */
const voiceOptionsSchema = z.object({
  speaker: z.optional(z.string()),
  lengthScale: z.optional(z.number().check(z.gte(0.25), z.lte(4))),
  noiseScale: z.optional(z.number().check(z.gte(0), z.lte(2))),
  noiseW: z.optional(z.number().check(z.gte(0), z.lte(2))),
});

const settingsSchema = z.object({
  theme: z.catch(z.enum(['system', 'light', 'dark']), 'system'),
  device: z.catch(z.enum(['auto', ...BROWSER_DEVICES]), 'auto'),
  /** Id of the model that chat uses. */
  chatModel: z.catch(z.string(), 'triptych/guide'),
  /**
   * Base URL of the hub that models come from, without a slash at the end; empty for the one that
   * the page comes with.
   */
  hubUrl: z.catch(
    z.string().check(z.refine((text) => text === '' || 'url' in readHubAddress(text))),
    '',
  ),
  /** Id of the model that draws. */
  imageModel: z.catch(z.string(), 'triptych/stickers'),
  /** Whether the image screen shows steps, guidance and the rest. */
  isImagePanelOpen: z.catch(z.boolean(), false),
  /** Id of the model that speaks. */
  speechModel: z.catch(z.string(), 'triptych/flite'),
  /** Voice or mix of each speech model, by its id. */
  speechVoices: z.catch(z.record(z.string(), z.string()), {}),
  /** What is changed of single voices, by their ids. */
  speechOptions: z.catch(z.record(z.string(), voiceOptionsSchema), {}),
  /** How fast readings are played, 0.5 to 3. */
  speechRate: z.catch(z.number().check(z.gte(0.5), z.lte(3)), 1),
  /** Answers in chat are read aloud as they are written. */
  readsAnswers: z.catch(z.boolean(), false),
  /** Pictures that are saved get Content Credentials. */
  signsPictures: z.catch(z.boolean(), false),
  /** Who signs them; empty for the default name. */
  signerName: z.catch(z.string(), ''),
  /** Whether the chat settings stand open beside the conversation. */
  isChatPanelOpen: z.catch(z.boolean(), false),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Settings as stored; missing or invalid ones take the default. */
export function parseSettings(value: unknown): Settings {
  return settingsSchema.safeParse(value).data ?? settingsSchema.parse({});
}

/** Small values that must be there before the first paint, kept in localStorage. */
export interface SettingsStorage {
  read(): Settings;
  /** What was damaged, and is kept aside until this is called. */
  forgetDamaged(): void;
  /** Keeps what it can: where storage is denied, settings last until the tab closes. */
  write(settings: Settings): void;
}

/** The part of `localStorage` that is used. */
export interface TextStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = 'triptych.settings';
const ASIDE_KEY = 'triptych.settings.damaged';

export function createSettingsStorage(
  storage: TextStorage | undefined,
  report: ReportDamage = passOver,
): SettingsStorage {
  const put = (key: string, text: string) => {
    try {
      storage?.setItem(key, text);
    } catch {
      // Full or denied: the setting holds for this visit, which is all that can be done.
    }
  };
  return {
    read() {
      const text = storage?.getItem(KEY) ?? null;
      const settings = parseSettings(parseJson(text));
      if (text !== null && findDamages(text).length > 0) {
        put(ASIDE_KEY, text);
        put(KEY, JSON.stringify(settings));
      }
      const damages = findDamages(storage?.getItem(ASIDE_KEY) ?? text);
      if (damages.length > 0) report(damages);
      return settings;
    },
    write: (settings) => put(KEY, JSON.stringify(settings)),
    forgetDamaged: () => storage?.removeItem(ASIDE_KEY),
  };
}

/** Single settings, or all of them. */
function findDamages(text: string | null): Damage[] {
  if (text === null) return [];
  const stored = parseJson(text);
  if (!isRecord(stored) || Array.isArray(stored))
    return [{ kind: 'settings', key: '', outcome: 'left-out', stored: text }];
  return listRepaired(stored, parseSettings(stored)).map((name) => ({
    kind: 'setting',
    key: name,
    outcome: 'repaired',
    stored: { [name]: stored[name] },
  }));
}
