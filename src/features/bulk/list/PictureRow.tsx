import { CircleAlert, CircleCheck, ImageIcon, X } from 'lucide-react';
import { memo, useEffect, useState } from 'react';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { joinClasses } from '../../../ui/class-names.ts';
import { formatBytes } from '../../../ui/format.ts';
import { isCurrent } from '../../../engine/bulk/outcomes.ts';
import { formatChange } from './format-change.ts';
import type { Thumbnails } from './thumbnails.ts';

interface PictureRowProps {
  item: BulkItem;
  /** Of the chain as it is now. */
  recipe: string;
  isSelected: boolean;
  /** Whether the Tab key stops here: at one row of the list. */
  isTabStop: boolean;
  /** 0 to 1 while it is processed. */
  done: number | undefined;
  /** Whether the row is on the screen, or nearly. */
  isInSight: boolean;
  thumbnails: Thumbnails;
  onSelect(id: string): void;
  onRemove(id: string): void;
}

/** One picture of the list: what it is and what became of it. */
export const PictureRow = memo(function PictureRow(props: PictureRowProps) {
  const { item, recipe, isSelected, isTabStop, done, onSelect, onRemove } = props;
  const thumbnail = useThumbnail(item.id, props.thumbnails, props.isInSight);
  return (
    <div
      role="listitem"
      className={joinClasses('relative flex items-center border-b', isSelected && 'bg-accent-wash')}
    >
      <button
        type="button"
        data-row={item.id}
        aria-current={isSelected}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => onSelect(item.id)}
        className="flex min-h-15 min-w-0 flex-1 items-center gap-3 py-2 pl-4 text-left outline-offset-[-2px] sm:pl-6"
      >
        <span className="flex size-11 shrink-0 items-center justify-center overflow-hidden rounded-md bg-sunken text-faint">
          {thumbnail ? (
            <img src={thumbnail} alt="" draggable={false} className="size-full object-cover" />
          ) : (
            <ImageIcon className="size-5" aria-hidden />
          )}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-sm" title={item.name}>
            {item.name}
          </span>
          <span className="block text-xs text-faint">
            <Status item={item} recipe={recipe} done={done} />
          </span>
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Remove ${item.name}`}
        title="Remove (Delete)"
        onClick={() => onRemove(item.id)}
        className="mr-2 flex size-9 shrink-0 items-center justify-center rounded-control text-faint hover:bg-sunken hover:text-ink touch:size-11"
      >
        <X className="size-4" aria-hidden />
      </button>
    </div>
  );
});

/** The address of a picture's thumbnail while its row is in sight. */
function useThumbnail(id: string, thumbnails: Thumbnails, isInSight: boolean): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isInSight) return;
    let isCurrent = true;
    void thumbnails.open(id).then((made) => isCurrent && setUrl(made));
    return () => {
      isCurrent = false;
      setUrl(null);
    };
  }, [id, thumbnails, isInSight]);
  return url;
}

function Status({ item, recipe, done }: Pick<PictureRowProps, 'item' | 'recipe' | 'done'>) {
  const { outcome, sizeBytes } = item;
  const before = formatBytes(sizeBytes);
  if (done !== undefined)
    return (
      <span className="text-accent">
        {before} · Working{done > 0 && ` ${Math.round(done * 100)} %`}
      </span>
    );
  if (!outcome || !isCurrent(item, recipe)) return `${before} · Waiting`;
  if (outcome.status === 'failed')
    return (
      <span className="flex items-start gap-1 text-danger" title={outcome.sentence}>
        <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
        <span className="min-w-0">
          <span className="block truncate">{outcome.sentence}</span>
          <code className="block font-mono">{outcome.code}</code>
        </span>
      </span>
    );
  const after = outcome.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return (
    <span className="flex items-center gap-1">
      <CircleCheck className="size-3 shrink-0 text-accent" role="img" aria-label="Done:" />
      {before} → <span className="text-ink">{formatBytes(after)}</span>
      {outcome.files.length === 1 ? (
        <span className="font-medium text-accent">{formatChange(sizeBytes, after)}</span>
      ) : (
        <span>in {outcome.files.length} files</span>
      )}
    </span>
  );
}
