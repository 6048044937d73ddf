import { useStore } from 'zustand';
import {
  ASPECTS,
  AUDIENCES,
  CATEGORIES,
  MOODS,
  STYLES,
  type Reason,
} from '../../../engine/studio/brief/context.ts';
import { CULTURES } from '../../../engine/studio/brief/cues/cultures.ts';
import type { BriefTags, Understanding } from '../../../storage/studio/studio-project.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import type { StudioStore } from '../store/studio-state.ts';

type Tag = keyof BriefTags;

interface TagField {
  tag: Tag;
  label: string;
  values: readonly string[];
  /** Where nothing is said. */
  none: string;
}

const FIELDS: readonly TagField[] = [
  { tag: 'category', label: 'Subject', values: CATEGORIES, none: 'Not said' },
  {
    tag: 'culture',
    label: 'Place and culture',
    values: CULTURES.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en')),
    none: 'Not said',
  },
  { tag: 'audience', label: 'Audience', values: AUDIENCES, none: 'Not said' },
  { tag: 'mood', label: 'Mood', values: MOODS, none: 'Not said' },
  { tag: 'style', label: 'Style', values: STYLES, none: 'Not said' },
  { tag: 'aspect', label: 'Shape', values: ASPECTS, none: 'Any' },
];

/** What was understood and why; each can be changed, and the prompts follow. */
export function Tags({ store }: { store: StudioStore }) {
  const understanding = useStore(store, ({ project }) => project.draft.understanding);
  const tags = useStore(store, ({ project }) => project.draft.tags);
  const { setTag } = store.getState();
  if (!understanding) return null;
  return (
    <section aria-label="Understood" className="flex flex-col gap-2">
      <h2 className="text-sm font-medium">Understood</h2>
      <div className="grid grid-cols-2 gap-px overflow-hidden rounded-control border bg-line">
        {FIELDS.map((field) => (
          <TagCell
            key={field.tag}
            field={field}
            understanding={understanding}
            isChanged={tags[field.tag] !== undefined}
            onChange={(value) => void setTag(field.tag, value as never)}
          />
        ))}
      </div>
    </section>
  );
}

interface TagCellProps {
  field: TagField;
  understanding: Understanding;
  isChanged: boolean;
  onChange(value: string | undefined): void;
}

const capitalise = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function TagCell({ field, understanding, isChanged, onChange }: TagCellProps) {
  const { tag, label, values, none } = field;
  const reason = understanding.reasons[tag];
  // What nobody said is a default of the reader's.
  const value = reason ? (understanding.classification[tag] ?? '') : '';
  const known = value === '' || values.includes(value) ? values : [value, ...values];
  return (
    <label className="relative flex min-w-0 flex-col bg-surface px-3 py-2 focus-within:bg-raised hover:bg-raised">
      <span className="text-xs text-faint">{label}</span>
      <select
        aria-label={label}
        value={value}
        onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
        className={joinClasses(
          '-mx-1 w-full cursor-pointer appearance-none truncate rounded-sm bg-transparent px-1 text-sm',
          value === '' ? 'text-faint' : 'font-medium text-ink',
        )}
      >
        <option value="">{isChanged ? 'As in the brief' : none}</option>
        {known.map((each) => (
          <option key={each} value={each}>
            {capitalise(each)}
          </option>
        ))}
      </select>
      {reason && (
        <span className="truncate text-xs text-faint" title={describeReason(reason)}>
          {describeReason(reason)}
        </span>
      )}
    </label>
  );
}

function describeReason(reason: Reason): string {
  switch (reason.from) {
    case 'brief':
      return `from “${reason.cue}”`;
    case 'language':
      return `the brief is in ${reason.language}`;
    case 'model':
      return 'says the chat model';
    case 'filter':
      return 'chosen by you';
  }
}
