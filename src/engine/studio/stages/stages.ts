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
