import { get, update } from 'idb-keyval';
import * as z from 'zod/mini';
import { chatSettingsSchema } from './conversations.ts';
import { parseJson } from '../engine/parse-json.ts';
import { listUnreadable, splitList, passOver, type ReportDamage } from './damage/damage.ts';
import type { TextStorage } from './settings.ts';
import type { Values } from './values.ts';

export const presetSchema = z.object({
  id: z.string(),
  name: z.string().check(z.minLength(1)),
  settings: chatSettingsSchema,
});
/** Chat settings under a name. */
export type Preset = z.infer<typeof presetSchema>;

/** The presets that the user has made. */
export interface PresetStorage {
  read(): Promise<Preset[]>;
  /**
   * Keeps what was added to a list and what was taken out of it; what another tab has added stays.
   * Where storage is denied, presets hold for this visit.
   */
  write(before: readonly Preset[], after: readonly Preset[]): Promise<void>;
}

const KEY = 'chat-presets';
const FORMER_KEY = 'triptych.chat-presets';

/** `former`: where an earlier version kept them; what is there is taken over. */
export function createPresetStorage(
  values: Values,
  former: TextStorage | undefined,
  report: ReportDamage = passOver,
): PresetStorage {
  const readFormer = () => splitList(presetSchema, parseJson(former?.getItem(FORMER_KEY))).read;
  async function write(before: readonly Preset[], after: readonly Preset[]): Promise<void> {
    const change = (kept: unknown) => {
      const { read, unreadable } = splitList(presetSchema, kept);
      return [...applyChange(read, before, after), ...unreadable];
    };
    await update(KEY, change, values);
  }
  return {
    async read() {
      const taken = readFormer();
      try {
        if (taken.length > 0) {
          await write([], taken);
          former?.removeItem(FORMER_KEY);
        }
        const { read, unreadable } = splitList(presetSchema, await get(KEY, values));
        if (unreadable.length > 0) report(listUnreadable('preset', unreadable));
        return read;
      } catch {
        return taken;
      }
    },
    write: (before, after) => write(before, after).catch(() => undefined),
  };
}

function applyChange(
  kept: readonly Preset[],
  before: readonly Preset[],
  after: readonly Preset[],
): Preset[] {
  const has = (presets: readonly Preset[], id: string) =>
    presets.some((preset) => preset.id === id);
  const removed = before.filter(({ id }) => !has(after, id));
  const added = after.filter(({ id }) => !has(before, id) && !has(kept, id));
  return [...kept.filter(({ id }) => !has(removed, id)), ...added];
}
