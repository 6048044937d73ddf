import { useId, useState } from 'react';
import type { SpeakingVoice } from '../../../engine-client/companion/speaking-model.ts';
import type { VoiceOptions } from '../../../engine/speech/speech-engine.ts';
import { Button } from '../../../ui/Button.tsx';
import { Slider } from '../../../ui/Slider.tsx';

interface VoiceSettingsProps {
  voice: SpeakingVoice;
  options: VoiceOptions;
  onChange(options: VoiceOptions): void;
}

/** A Piper voice's own values, until a person changes one. */
const SCALES = [
  { name: 'lengthScale', label: 'Length', usual: 1, min: 0.5, max: 2 },
  { name: 'noiseScale', label: 'Noise', usual: 0.667, min: 0, max: 1.5 },
  { name: 'noiseW', label: 'Rhythm', usual: 0.8, min: 0, max: 1.5 },
] as const;

/** How the chosen voice speaks: who of its speakers, how slowly, and how much it varies. */
export function VoiceSettings({ voice, options, onChange }: VoiceSettingsProps) {
  return (
    <section
      aria-label={`Settings of ${voice.name}`}
      className="flex flex-wrap items-center gap-x-5 gap-y-1 border-t bg-sunken/50 px-5 py-3 text-sm sm:grid sm:grid-cols-2"
    >
      {voice.speakers && (
        <SpeakerField
          count={voice.speakers}
          value={options.speaker ?? ''}
          onChange={({ speaker }) => onChange(withSpeaker(options, speaker))}
        />
      )}
      {SCALES.map(({ name, label, usual, min, max }) => {
        const value = options[name] ?? usual;
        return (
          <label key={name} className="flex min-w-56 flex-1 items-center gap-3">
            <span className="w-16">{label}</span>
            <Slider
              label={`${label} scale`}
              {...{ value, min, max }}
              step={0.01}
              onChange={(next) => onChange({ ...options, [name]: next })}
            />
            <span className="w-10 text-right text-xs text-faint tabular-nums">
              {value.toFixed(2)}
            </span>
          </label>
        );
      })}
      <Button
        kind="quiet"
        size="small"
        className="sm:col-start-2 sm:justify-self-end"
        disabled={Object.keys(options).length === 0}
        onClick={() => onChange({})}
      >
        Reset
      </Button>
    </section>
  );
}

function withSpeaker({ speaker: _, ...rest }: VoiceOptions, speaker: string): VoiceOptions {
  return speaker.trim() === '' ? rest : { ...rest, speaker: speaker.trim() };
}

interface SpeakerFieldProps {
  count: number;
  value: string;
  onChange(change: { speaker: string }): void;
}

/** A name or a number: some voices have hundreds. Taken over when it is complete. */
function SpeakerField({ count, value, onChange }: SpeakerFieldProps) {
  const id = useId();
  const [text, setText] = useState(value);
  const isTooLarge = /^\d+$/.test(text.trim()) && Number(text) >= count;
  return (
    <label className="flex flex-1 items-center gap-3">
      <span className="w-16">Speaker</span>
      <input
        value={text}
        placeholder="0"
        aria-invalid={isTooLarge}
        aria-describedby={id}
        onChange={(event) => {
          setText(event.target.value);
          if (!(Number(event.target.value) >= count)) onChange({ speaker: event.target.value });
        }}
        className="h-9 w-24 rounded-control border bg-raised px-2"
      />
      <span id={id} className={isTooLarge ? 'text-xs text-danger' : 'text-xs text-faint'}>
        0 to {count - 1}, or a name
      </span>
    </label>
  );
}
