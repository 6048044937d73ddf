import type { DevicePreference } from '../../src/engine/device.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import type { Dtype } from '../../src/engine/models/manifest.ts';
import type { DemoOptions } from './jobs.ts';
import { unwrap, type PageResult } from './page-error.ts';
import type { StudioSession } from './studio-session.ts';

/**
 * Brings a model to the page's store, as the Models screen would: the build for the device, through
 * the real download code.
 */
export async function installModel(
  { page }: StudioSession,
  model: string,
  { device = 'auto', dtype }: DemoOptions,
  voices: readonly string[] = [],
): Promise<number> {
  const choice = {
    device: device as DevicePreference,
    ...(dtype ? { dtype: dtype as Dtype } : {}),
    ...(voices.length > 0 ? { voices } : {}),
  };
  const result: PageResult<number> = await page.evaluate(
    async ([id, how]) => {
      try {
        await globalThis.triptych.models.refresh().catch(() => undefined);
        return { value: (await globalThis.triptych.models.install(id, how)).fetchedBytes };
      } catch (thrown) {
        const { code, message, details } = thrown as EngineError;
        return { failure: { code, message, details } };
      }
    },
    [model, choice] as const,
  );
  return unwrap(result);
}
