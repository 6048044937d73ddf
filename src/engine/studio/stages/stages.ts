/** What happens to a picture from the request to the file, in this order. As in the API. */
export const STAGES = [
  'select-model',
  'diffuse',
  'overlay',
  'watermark',
  'moderate',
  'process',
  'output',
] as const;
export type StageName = (typeof STAGES)[number];

/** How long a stage took. */
export interface StageTime {
  name: StageName;
  ms: number;
  /** It was not asked for. */
  skipped?: true;
}

/** The stages of several runs together: one that any of them had is not skipped. */
export function sumStages(times: readonly StageTime[]): StageTime[] {
  return STAGES.map((name) => {
    const own = times.filter((time) => time.name === name);
    const ms = own.reduce((sum, time) => sum + time.ms, 0);
    return { name, ms, ...(own.every(({ skipped }) => skipped) ? { skipped: true } : {}) };
  });
}
