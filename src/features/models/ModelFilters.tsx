import type { ModelManifest } from '../../engine/models/manifest.ts';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { joinClasses } from '../../ui/class-names.ts';
import { INPUT } from '../../ui/Field.tsx';
import { nameLanguage } from '../../ui/name-language.ts';
import { Select } from '../../ui/Select.tsx';
import {
  LICENCES,
  listLanguages,
  NO_FILTER,
  SIZES,
  TASKS,
  type ModelFilter,
} from './model-filter.ts';

interface ModelFiltersProps {
  filter: ModelFilter;
  /** All that could be shown. */
  manifests: readonly ModelManifest[];
  /** How many of these are shown. */
  shown: number;
  onChange(filter: ModelFilter): void;
}

/** Which models are shown, and how many these are. */
export function ModelFilters({ filter, manifests, shown, onChange }: ModelFiltersProps) {
  const change = (part: Partial<ModelFilter>) => onChange({ ...filter, ...part });
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <div role="search" aria-label="Models" className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-2 sm:flex sm:flex-wrap sm:items-center">
        <input
          type="search"
          aria-label="Find a model"
          placeholder="Find a model by name or use"
          value={filter.words}
          onChange={({ target }) => change({ words: target.value })}
          className={joinClasses(INPUT, 'col-span-2 min-w-60 sm:w-auto sm:flex-1')}
        />
        <Select
          label="Task"
          value={filter.task}
          options={[['', 'Any task'], ...listTitles(TASKS)]}
          onChange={(task) => change({ task: task as ModelFilter['task'] })}
        />
        <Select
          label="Size"
          value={filter.size}
          options={[['', 'Any size'], ...listTitles(SIZES)]}
          onChange={(size) => change({ size: size as ModelFilter['size'] })}
        />
        <Select
          label="Language"
          value={filter.language}
          options={[['', 'Any language'], ...listLanguageTitles(manifests)]}
          onChange={(language) => change({ language })}
        />
        <Select
          label="Licence"
          value={filter.licence}
          options={[['', 'Any licence'], ...listTitles(LICENCES)]}
          onChange={(licence) => change({ licence: licence as ModelFilter['licence'] })}
        />
      </div>
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1">
        <Checkbox
          label="Only what runs here"
          isChecked={filter.runsHere}
          onChange={(runsHere) => change({ runsHere })}
        />
        <p aria-live="polite" className="text-sm text-faint tabular-nums">
          {isFiltered ? `${shown} of ${manifests.length} models` : `${manifests.length} models`}
        </p>
        {isFiltered && (
          <Button size="small" kind="quiet" onClick={() => onChange(NO_FILTER)}>
            Show all
          </Button>
        )}
      </div>
    </div>
  );
}

const listTitles = (options: Readonly<Record<string, { title: string }>>): [string, string][] =>
  Object.entries(options).map(([value, { title }]) => [value, title]);

/** Languages that at least one of the models knows, by their English names. */
function listLanguageTitles(manifests: readonly ModelManifest[]): [string, string][] {
  return [...new Set(manifests.flatMap(listLanguages))]
    .map((tag): [string, string] => [tag, nameLanguage(tag)])
    .sort(([, a], [, b]) => a.localeCompare(b));
}
