import { useStore } from 'zustand';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import type { Observable } from '../../engine-client/observable.ts';

/** Beside the name of a chosen model: where it is, and whether that can be reached. */
export function CompanionBadge({ companion }: { companion: Observable<CompanionState> }) {
  const { status } = useStore(companion);
  const isAway = status === 'away' || status === 'none';
  return (
    <span
      className={`shrink-0 rounded-full px-2 py-0.5 text-xs font-normal ${isAway ? 'bg-danger-wash text-danger' : 'bg-accent-wash text-accent'}`}
    >
      {isAway ? 'Not reachable' : 'On your companion'}
    </span>
  );
}
