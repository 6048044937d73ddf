import type { ModelFailure } from '../../engine-client/models/model-marks.ts';

/** What happened, by the error's code; any other kept it from being loaded. */
const EVENTS: Readonly<Record<string, string>> = {
  out_of_memory: 'it did not fit into memory',
  device_lost: 'the GPU stopped responding',
  gpu_timeout: 'the GPU did not answer in time',
  invalid_output: 'what it computed was not usable',
  engine_crashed: 'the engine stopped unexpectedly',
};

const dates = new Intl.DateTimeFormat('en', { dateStyle: 'long' });

/** "Tried here on November 30, 2026, and failed: it did not fit into memory." */
export function describeFailure({ code, at }: ModelFailure): string {
  return `Tried here on ${dates.format(at)}, and failed: ${EVENTS[code] ?? 'it could not be loaded'}.`;
}
