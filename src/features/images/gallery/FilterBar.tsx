import { Search } from 'lucide-react';
import type { StoredPicture } from '../../../engine/images/picture-store.ts';
import { FavouriteIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { INPUT } from '../../../ui/Field.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TASK_TITLES, type PictureFilter } from '../search/filter-pictures.ts';
import { ORDER_TITLES, type PictureOrder } from '../search/sort-pictures.ts';

interface FilterBarProps {
  /** Switches beside the field. */
  children: React.ReactNode;
  filter: PictureFilter;
  order: PictureOrder;
  pictures: readonly StoredPicture[];
  onChange(filter: PictureFilter): void;
  onOrder(order: PictureOrder): void;
}

/** Which pictures are shown, and in which order. */
export function FilterBar(props: FilterBarProps) {
  const { filter, order, pictures, children, onChange, onOrder } = props;
  const models = [...new Set(pictures.map(({ parameters }) => parameters.model).filter(Boolean))];
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 flex-1">
        <Search
          className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint"
          aria-hidden
        />
        <input
          type="search"
          aria-label="Search pictures"
          value={filter.words}
          onChange={(event) => onChange({ ...filter, words: event.target.value })}
          placeholder="Search prompts, models, collections"
          className={`${INPUT} pl-9`}
        />
      </div>
      {children}
      <Button
        size="small"
        aria-pressed={filter.isFavourite}
        className="h-9 aria-pressed:bg-accent-wash aria-pressed:text-accent"
        onClick={() => onChange({ ...filter, isFavourite: !filter.isFavourite })}
      >
        <FavouriteIcon /> Favourites
      </Button>
      <Select
        label="Kind"
        value={filter.task}
        options={Object.entries(TASK_TITLES)}
        onChange={(task) => onChange({ ...filter, task: task as PictureFilter['task'] })}
      />
      {models.length > 1 && (
        <Select
          label="Model"
          value={filter.model}
          options={[['', 'All models'], ...models.map((model): [string, string] => [model, model])]}
          onChange={(model) => onChange({ ...filter, model })}
        />
      )}
      <Select
        label="Order"
        value={order}
        options={Object.entries(ORDER_TITLES).filter(
          ([each]) => each !== 'fit' || filter.words.trim() !== '',
        )}
        onChange={(next) => onOrder(next as PictureOrder)}
      />
    </div>
  );
}
