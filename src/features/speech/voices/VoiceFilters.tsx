import type { SpeakingVoice } from '../../../engine-client/companion/speaking-model.ts';
import { Choice } from '../../../ui/Choice.tsx';
import { nameLanguage } from '../../../ui/name-language.ts';
import { listValues, type VoiceFilter } from './voice-filter.ts';

interface VoiceFiltersProps {
  voices: readonly SpeakingVoice[];
  filter: VoiceFilter;
  onChange(filter: VoiceFilter): void;
}

/** Only the choices that tell voices of the model apart. */
export function VoiceFilters({ voices, filter, onChange }: VoiceFiltersProps) {
  const languages = listValues(voices, 'language')
    .map((tag) => ({ value: tag, label: nameLanguage(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const qualities = listValues(voices, 'quality').map((quality) => ({
    value: quality,
    label: quality.replace('_', '-'),
  }));
  const hasGenders = listValues(voices, 'gender').length > 1;
  if (languages.length < 2 && qualities.length < 2 && !hasGenders) return null;
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 border-b px-5 py-3">
      {languages.length > 1 && (
        <Select
          label="Language"
          value={filter.language}
          options={languages}
          onChange={(language) => onChange({ ...filter, language })}
        />
      )}
      {qualities.length > 1 && (
        <Select
          label="Quality"
          value={filter.quality}
          options={qualities}
          onChange={(quality) => onChange({ ...filter, quality })}
        />
      )}
      {hasGenders && (
        <Choice
          label="Kind of voice"
          value={filter.gender}
          options={[
            { value: 'all', label: 'All' },
            { value: 'female', label: 'Female' },
            { value: 'male', label: 'Male' },
          ]}
          onChange={(gender) => onChange({ ...filter, gender })}
        />
      )}
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label className="flex items-center gap-2 text-sm text-soft">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-9 max-w-48 rounded-control border bg-raised px-2 text-sm text-ink"
      >
        <option value="all">All</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
