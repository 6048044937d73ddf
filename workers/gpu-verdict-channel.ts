/** Messages on this channel say that the verdict on a GPU has changed (gpu-check.ts). */
export const VERDICT_CHANNEL = 'triptych-gpu-verdict';
