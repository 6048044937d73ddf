import type { SpeakingModel } from '../../../engine-client/companion/speaking-model.ts';
import { splitVoiceMix } from './voice-parts.ts';

/** "Heart", or "Heart + Adam" for a mix; empty is the model's first voice. */
export function nameVoice(model: Pick<SpeakingModel, 'voices'> | undefined, voice: string): string {
  const parts = splitVoiceMix(voice || (model?.voices[0]?.id ?? ''));
  if (parts.length === 0) return 'Usual voice';
  return parts.map(({ id }) => model?.voices.find((one) => one.id === id)?.name ?? id).join(' + ');
}
