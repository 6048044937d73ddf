import { useState } from 'react';
import type { ChatManifest } from '../../../engine/models/manifest.ts';
import type { ChatSettings } from '../../../storage/conversations.ts';
import type { Preset } from '../../../storage/presets.ts';
import { DeleteIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Checkbox } from '../../../ui/Checkbox.tsx';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { BUILT_IN_PRESETS } from './presets.ts';
import { useSchemaProblem } from './schema-problem.ts';

export interface ChatSettingsPanelProps {
  settings: ChatSettings;
  /** The model that answers, for its defaults. */
  manifest: ChatManifest | undefined;
  presets: readonly Preset[];
  /** Answers are read aloud as they are written, in all conversations. */
  readsAnswers: boolean;
  onReadAnswers(readsAnswers: boolean): void;
  onChange(settings: ChatSettings): void;
  onSavePreset(name: string, settings: ChatSettings): void;
  onRemovePreset(id: string): void;
}

type NumberSetting = 'temperature' | 'topP' | 'maxTokens' | 'repetitionPenalty' | 'seed';

const NUMBERS: readonly {
  name: NumberSetting;
  label: string;
  hint: string;
  min: number;
  max: number;
  step: number;
}[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    hint: '0 always picks the likeliest word; higher is more varied.',
    min: 0,
    max: 2,
    step: 0.05,
  },
  {
    name: 'topP',
    label: 'Top P',
    hint: 'Picks only from the likeliest words that add up to this.',
    min: 0.05,
    max: 1,
    step: 0.05,
  },
  {
    name: 'maxTokens',
    label: 'Maximum length',
    hint: 'In tokens; a token is about three quarters of a word.',
    min: 1,
    max: 8192,
    step: 1,
  },
  {
    name: 'repetitionPenalty',
    label: 'Repetition penalty',
    hint: '1 is off; 1.1 keeps small models from looping.',
    min: 1,
    max: 2,
    step: 0.05,
  },
  {
    name: 'seed',
    label: 'Seed',
    hint: 'The same seed gives the same answer. Leave empty for a new one each time.',
    min: 0,
    max: 2 ** 31,
    step: 1,
  },
];

/** How the model is asked in this conversation. */
export function ChatSettingsPanel({
  settings,
  manifest,
  presets,
  readsAnswers,
  onReadAnswers,
  onChange,
  onSavePreset,
  onRemovePreset,
}: ChatSettingsPanelProps) {
  const schemaProblem = useSchemaProblem(settings.jsonSchema);
  const change = (part: Partial<ChatSettings>) => onChange({ ...settings, ...part });
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4">
      <div className="sm:hidden">
        <Checkbox label="Read answers aloud" isChecked={readsAnswers} onChange={onReadAnswers} />
      </div>
      <Presets presets={presets} onApply={onChange} onRemove={onRemovePreset} />
      <Field label="System prompt" hint="What the model is told before the conversation.">
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            rows={4}
            value={settings.systemPrompt ?? ''}
            placeholder="You are a helpful assistant."
            onChange={(event) => change({ systemPrompt: event.target.value || undefined })}
            className={`${INPUT} field-sizing-content max-h-60 min-h-24 resize-none`}
          />
        )}
      </Field>
      {NUMBERS.map(({ name, label, hint, ...range }) => (
        <Field key={name} label={label} hint={hint}>
          {(id, hintId) => (
            <input
              id={id}
              type="number"
              aria-describedby={hintId}
              {...range}
              value={settings[name] ?? ''}
              placeholder={describeDefault(name, manifest)}
              onChange={(event) => change({ [name]: readNumber(event.target.value, range) })}
              className={INPUT}
            />
          )}
        </Field>
      ))}
      <Checkbox
        label="Let reasoning models think first"
        isChecked={settings.reasoning ?? true}
        onChange={(isChecked) => change({ reasoning: isChecked ? undefined : false })}
      />
      <Field label="JSON schema" hint="Answers must match it. Leave empty for free text.">
        {(id, hintId) => (
          <textarea
            id={id}
            aria-describedby={hintId}
            aria-invalid={schemaProblem !== undefined}
            rows={3}
            spellCheck={false}
            value={settings.jsonSchema ?? ''}
            placeholder='{"type": "object", "properties": {}}'
            onChange={(event) => change({ jsonSchema: event.target.value || undefined })}
            className={`${INPUT} field-sizing-content max-h-60 resize-none font-mono text-xs`}
          />
        )}
      </Field>
      {schemaProblem && (
        <p role="alert" className="-mt-4 text-sm wrap-anywhere text-danger">
          {schemaProblem}
        </p>
      )}
      <SavePreset onSave={(name) => onSavePreset(name, settings)} />
      <Button kind="quiet" size="small" className="self-start" onClick={() => onChange({})}>
        Reset to model defaults
      </Button>
    </div>
  );
}

interface PresetsProps {
  presets: readonly Preset[];
  onApply(settings: ChatSettings): void;
  onRemove(id: string): void;
}

function Presets({ presets, onApply, onRemove }: PresetsProps) {
  return (
    <section aria-label="Presets" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Presets</h3>
      <ul className="flex flex-wrap gap-1.5">
        {[...BUILT_IN_PRESETS, ...presets].map(({ id, name, settings }) => (
          <li key={id} className="flex items-center rounded-full border bg-raised">
            <button
              type="button"
              onClick={() => onApply(settings)}
              className="rounded-full px-3 py-1 text-xs text-soft hover:text-ink"
            >
              {name}
            </button>
            {presets.some((preset) => preset.id === id) && (
              <IconButton
                label={`Delete the preset ${name}`}
                className="size-6"
                onClick={() => onRemove(id)}
              >
                <DeleteIcon />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function SavePreset({ onSave }: { onSave(name: string): void }) {
  const [name, setName] = useState('');
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        onSave(name.trim());
        setName('');
      }}
    >
      <input
        aria-label="New preset name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="Save these settings as"
        className={INPUT}
      />
      <Button type="submit" size="small" disabled={name.trim() === ''} className="h-auto">
        Save
      </Button>
    </form>
  );
}

function describeDefault(name: NumberSetting, manifest: ChatManifest | undefined): string {
  if (name === 'seed') return 'random';
  if (name === 'repetitionPenalty') return '1';
  return manifest ? String(manifest.defaults[name]) : '';
}

/** Empty is the model's own; beyond the range is its end. */
function readNumber(
  text: string,
  { min, max, step }: { min: number; max: number; step: number },
): number | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  const within = Math.min(max, Math.max(min, value));
  return step === 1 ? Math.round(within) : within;
}
