import { UNDO_MS } from '../../../engine-client/undo-ms.ts';
import type { BulkItem } from '../../../engine/bulk/bulk-item.ts';
import { isPictureFile } from '../../../engine/images/is-picture-file.ts';
import type { BulkParts } from './bulk-parts.ts';
import { isUnderWay, type BulkActions } from './bulk-state.ts';

type ItemActions = Pick<
  BulkActions,
  | 'add'
  | 'select'
  | 'remove'
  | 'undoRemove'
  | 'setFocalPoint'
  | 'readSource'
  | 'readMade'
  | 'dismiss'
>;

/** What is done to the list itself. */
export function listItemActions(parts: BulkParts): ItemActions {
  const { get, set, files, report, sources, change } = parts;

  /** After the time for undoing, or when something else is removed. */
  async function forgetRemoved(): Promise<void> {
    const ids = get().removed.map(({ id }) => id);
    if (ids.length === 0) return;
    set({ removed: [] });
    sources.forget(ids);
    await (await files()).remove(ids);
  }
  function remove(ids: readonly string[]): void {
    void forgetRemoved().catch(report);
    const leaving = new Set(ids);
    const before = get().items ?? [];
    const removed = before.filter(({ id }) => leaving.has(id));
    const items = before.filter(({ id }) => !leaving.has(id));
    set(({ selectedId }) => ({
      items,
      removed,
      selectedId: leaving.has(selectedId ?? '') ? nextTo(selectedId, before, items) : selectedId,
    }));
    const forget = () => void forgetRemoved().catch(report);
    setTimeout(() => get().removed === removed && forget(), UNDO_MS);
  }
  return {
    async add(added) {
      // Pictures are added after those that were in the list already.
      await get().restore();
      const pictures = added.filter(isPictureFile);
      const items = toItems(pictures, nextOrder(get().items ?? []));
      items.forEach(({ id }, index) => pictures[index] && sources.add(id, pictures[index]));
      set((before) => ({
        items: [...(before.items ?? []), ...items],
        leftOut: added.length - pictures.length,
        selectedId: before.selectedId ?? items[0]?.id ?? null,
        run: isUnderWay(before.run) ? before.run : { status: 'idle' },
      }));
      await sources.store(items.map(({ id }) => id)).catch(report);
    },
    select: (id) => set({ selectedId: id }),
    remove,
    undoRemove: () =>
      set(({ items, removed }) => ({
        items: [...(items ?? []), ...removed].sort((a, b) => a.order - b.order),
        removed: [],
      })),
    setFocalPoint: (id, focalPoint) =>
      change(id, ({ focalPoint: _, ...item }) => (focalPoint ? { ...item, focalPoint } : item)),
    readSource: (id) => sources.read(id),
    readMade: async (id) => (await files()).readMade(id),
    dismiss: () => set({ problem: null, leftOut: 0 }),
  };
}

const nextOrder = (items: readonly BulkItem[]) =>
  Math.max(-1, ...items.map(({ order }) => order)) + 1;

function toItems(pictures: readonly File[], firstOrder: number): BulkItem[] {
  return pictures.map(({ name, size }, index) => ({
    id: crypto.randomUUID(),
    name,
    sizeBytes: size,
    order: firstOrder + index,
  }));
}

/** The picture that comes after a removed one, or the last. */
function nextTo(
  id: string | null,
  before: readonly BulkItem[],
  left: readonly BulkItem[],
): string | null {
  const order = before.find((item) => item.id === id)?.order ?? 0;
  return (left.find((item) => item.order > order) ?? left.at(-1))?.id ?? null;
}
