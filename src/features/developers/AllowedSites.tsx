import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import type { SitesStore } from './sites-store.ts';

/** The sites that may use the models, each with a way to take that back. */
export function AllowedSites({ store }: { store: SitesStore }) {
  const { origins, revoked, revoke, undo, refresh } = useStore(store);
  useEffect(() => {
    // Windows of this address tell each other what they store.
    addEventListener('storage', refresh);
    return () => removeEventListener('storage', refresh);
  }, [refresh]);
  return (
    <div className="flex flex-col items-start gap-2 text-sm">
      {origins.length === 0 && <p className="text-soft">No sites are allowed yet.</p>}
      <ul className="w-full max-w-lg divide-y">
        {origins.map((origin) => (
          <li key={origin} className="flex items-center gap-3 py-1">
            <span className="min-w-0 flex-1 break-all">{origin}</span>
            <Button size="small" aria-label={`Revoke ${origin}`} onClick={() => revoke(origin)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-soft empty:hidden">
        {revoked !== null && (
          <>
            {revoked} may no longer use them.{' '}
            <Button kind="quiet" size="small" onClick={undo}>
              Undo
            </Button>
          </>
        )}
      </p>
    </div>
  );
}
