import { useCallback, useRef } from 'react';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { PictureRow } from './PictureRow.tsx';
import type { Thumbnails } from './thumbnails.ts';
import { useInSight } from './use-in-sight.ts';

interface PictureListProps {
  items: readonly BulkItem[];
  recipe: string;
  selectedId: string | null;
  work: { id: string; done: number } | null;
  thumbnails: Thumbnails;
  onSelect(id: string): void;
  onRemove(id: string): void;
}

/** The pictures. Arrow keys go from one to the next, Delete removes one. */
export function PictureList(props: PictureListProps) {
  const { items, selectedId, onSelect, onRemove } = props;
  const list = useRef<HTMLDivElement>(null);
  const focusRow = useCallback(
    (id: string | undefined) => {
      if (id === undefined) return;
      onSelect(id);
      const row = list.current?.querySelector<HTMLElement>(`[data-row="${id}"]`);
      row?.focus();
      row?.scrollIntoView({ block: 'nearest' });
    },
    [onSelect],
  );
  const tabStop = items.some(({ id }) => id === selectedId) ? selectedId : items[0]?.id;

  function press(event: React.KeyboardEvent): void {
    const id = (event.target as HTMLElement).dataset.row;
    const index = items.findIndex((item) => item.id === id);
    if (index < 0) return;
    const places: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: items.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) focusRow(items[Math.max(0, Math.min(items.length - 1, place))]?.id);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const next = items[index + 1] ?? items[index - 1];
      focusRow(next?.id);
      onRemove(items[index]?.id ?? '');
    } else return;
    event.preventDefault();
  }
  return (
    <div ref={list} role="list" aria-label="Pictures" onKeyDown={press}>
      {groupRows(items).map((group, index) => (
        <RowGroup key={index} {...props} items={group} tabStop={tabStop} />
      ))}
    </div>
  );
}

/**
 * The browser watches what may be left undrawn: a thousand rows, watched one by one, take longer to watch
 * than to draw.
 */
const ROWS_TOGETHER = 20;

function groupRows(items: readonly BulkItem[]): BulkItem[][] {
  return Array.from({ length: Math.ceil(items.length / ROWS_TOGETHER) }, (_, index) =>
    items.slice(index * ROWS_TOGETHER, (index + 1) * ROWS_TOGETHER),
  );
}

interface RowGroupProps extends PictureListProps {
  tabStop: string | null | undefined;
}

/** Rows that are drawn together, while they are in sight. */
function RowGroup(props: RowGroupProps) {
  const { items, recipe, selectedId, tabStop, work, thumbnails, onSelect, onRemove } = props;
  const group = useRef<HTMLDivElement>(null);
  const isInSight = useInSight(group);
  return (
    <div
      ref={group}
      role="presentation"
      className="[contain-intrinsic-size:auto_75rem] [content-visibility:auto]"
    >
      {items.map((item) => (
        <PictureRow
          key={item.id}
          item={item}
          recipe={recipe}
          isSelected={item.id === selectedId}
          isTabStop={item.id === tabStop}
          done={work?.id === item.id ? work.done : undefined}
          isInSight={isInSight}
          thumbnails={thumbnails}
          onSelect={onSelect}
          onRemove={onRemove}
        />
      ))}
    </div>
  );
}
