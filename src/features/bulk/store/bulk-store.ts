import { createStore } from 'zustand/vanilla';
import { createBulkParts, type BulkDependencies } from './bulk-parts.ts';
import type { BulkActions, BulkState, BulkStore } from './bulk-state.ts';
import { listItemActions } from './item-actions.ts';
import { listRunActions } from './run-actions.ts';

const EMPTY: BulkState = {
  items: null,
  selectedId: null,
  run: { status: 'idle' },
  work: null,
  removed: [],
  leftOut: 0,
  problem: null,
};

export function createBulkStore(dependencies: BulkDependencies): BulkStore {
  return createStore<BulkState & BulkActions>()((setState, getState) => {
    const parts = createBulkParts(dependencies, { getState, setState });
    return { ...EMPTY, ...listItemActions(parts), ...listRunActions(parts) };
  });
}
