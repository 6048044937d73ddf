import { Slider } from '../../../ui/Slider.tsx';
import type { SpeakingModel } from '../../../engine-client/companion/speaking-model.ts';
import { setWeight, splitVoiceMix } from './voice-parts.ts';

interface VoiceMixerProps {
  model: Pick<SpeakingModel, 'voices'>;
  mix: string;
  onChange(mix: string): void;
}

/** How much of each voice is in the mix. */
export function VoiceMixer({ model, mix, onChange }: VoiceMixerProps) {
  const parts = splitVoiceMix(mix);
  const total = parts.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return (
    <section aria-label="Mix" className="border-b bg-sunken/50 px-5 py-3">
      {parts.map(({ id, weight }) => {
        const name = model.voices.find((voice) => voice.id === id)?.name ?? id;
        const share = `${Math.round((100 * weight) / total)}%`;
        return (
          <label key={id} className="flex items-center gap-3 text-sm">
            <span className="w-28 truncate">{name}</span>
            <Slider
              label={`Share of ${name}`}
              value={weight}
              min={0.05}
              max={1}
              step={0.05}
              valueText={share}
              onChange={(next) => onChange(setWeight(mix, id, next))}
            />
            <span className="w-12 text-right text-xs text-faint">{share}</span>
          </label>
        );
      })}
    </section>
  );
}
