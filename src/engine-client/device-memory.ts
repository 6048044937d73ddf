/**
 * Browsers round the machine's memory down to a power of two and stop at this: it then says only
 * "at least".
 */
const COARSEST_BYTES = 8 * 2 ** 30;

/**
 * The machine's memory in bytes, if the browser reports it and it is below the reporting cap; else
 * `undefined`.
 */
export function readDeviceMemory(): number | undefined {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  if (deviceMemory === undefined) return undefined;
  const bytes = deviceMemory * 2 ** 30;
  return bytes < COARSEST_BYTES ? bytes : undefined;
}
