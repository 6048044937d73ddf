import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { CompanionRequest, RequestTotals } from '../../engine/companion/companion-admin.ts';
import { Button } from '../../ui/Button.tsx';
import { Part } from '../../ui/Part.tsx';
import type { AdminStore } from './admin-store.ts';
import { listTotals } from './describe-report.ts';

interface RequestsPartProps {
  store: AdminStore;
  totals: RequestTotals;
  renderRequests(requests: readonly CompanionRequest[]): ReactNode;
}

/** What the companion is asked, the newest first, as it happens. */
export function RequestsPart({ store, totals, renderRequests }: RequestsPartProps) {
  const { requests, isPaused, setPaused } = useStore(store);
  return (
    <Part
      title="Requests"
      action={
        <Button size="small" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Continue the list' : 'Pause the list'}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        <p className="text-soft">{listTotals(totals).join(' · ')}</p>
        {requests && requests.length > 0 && renderRequests(requests)}
        {requests?.length === 0 && (
          <p className="text-soft">
            None in the log yet. With TRIPTYCH_LOG_MB=0 a companion keeps none.
          </p>
        )}
      </div>
    </Part>
  );
}
