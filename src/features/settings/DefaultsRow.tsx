import type { ReactNode } from 'react';
import type { SpeechManifest } from '../../engine/models/manifest.ts';
import { Field, INPUT } from '../../ui/Field.tsx';
import { Row } from './Row.tsx';

interface DefaultsRowProps {
  /** A picker for each kind of work, under its name. */
  pickers: readonly { label: string; picker: ReactNode }[];
  /** The model that speaks, if it is known. */
  speech: SpeechManifest | undefined;
  /** Of that model: a voice or a mix; empty for its first. */
  voice: string;
  onChooseVoice(voice: string): void;
}

/** Which models and which voice are used unless another one is chosen. */
export function DefaultsRow({ pickers, speech, voice, onChooseVoice }: DefaultsRowProps) {
  return (
    <Row
      title="Models and voice"
      text="Used by Chat, Images and Speech. You can also change them at the top of each screen."
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-1 text-sm">
        {pickers.map(({ label, picker }) => (
          <div key={label} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="min-w-0 pl-2">{picker}</dd>
          </div>
        ))}
      </dl>
      {speech && (
        <div className="mt-3 max-w-xs">
          <Field label="Voice">
            {(id) => (
              <select
                id={id}
                className={INPUT}
                value={voice}
                onChange={({ target }) => onChooseVoice(target.value)}
              >
                {listVoices(speech, voice).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
      )}
    </Row>
  );
}

/**
 * The voices of a model as values of the setting, with names; a mix that is chosen is one of them.
 */
function listVoices(
  { voices }: SpeechManifest,
  chosen: string,
): (readonly [value: string, name: string])[] {
  const named = voices.map(
    ({ id, name, language }, index) => [index === 0 ? '' : id, `${name} (${language})`] as const,
  );
  const isListed = named.some(([value]) => value === chosen) || voices[0]?.id === chosen;
  return isListed
    ? named.map(([value, name]) => [
        value === '' && chosen !== '' ? (voices[0]?.id ?? '') : value,
        name,
      ])
    : [...named, [chosen, 'Your voice mix']];
}
