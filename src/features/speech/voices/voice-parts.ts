import { writeVoiceMix } from '../../../engine/speech/voice-mix.ts';

/** A voice of a mix as the mixer shows it. */
export interface VoicePart {
  id: string;
  weight: number;
}

/** The parts of what readVoiceMix reads; the engine checks them, this only takes them apart. */
export function splitVoiceMix(mix: string): VoicePart[] {
  return mix
    .split('+')
    .map((part) => part.split('*'))
    .flatMap(([id = '', weight = '1']) =>
      id.trim() ? [{ id: id.trim(), weight: Number(weight) || 0 }] : [],
    );
}

/** Takes a voice into the mix, or out of it; the last one stays. */
export function toggleVoice(mix: string, id: string): string {
  const parts = splitVoiceMix(mix);
  const others = parts.filter((part) => part.id !== id);
  if (others.length < parts.length) return others.length > 0 ? writeVoiceMix(others) : mix;
  return writeVoiceMix([...parts, { id, weight: 0.5 }]);
}

export function setWeight(mix: string, id: string, weight: number): string {
  return writeVoiceMix(splitVoiceMix(mix).map((part) => (part.id === id ? { id, weight } : part)));
}
