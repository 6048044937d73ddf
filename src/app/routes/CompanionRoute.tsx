import { useState } from 'react';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { createAdminStore } from '../../features/companion/admin-store.ts';
import { CompanionScreen } from '../../features/companion/CompanionScreen.tsx';
import { RequestLines } from '../../features/developers/RequestList.tsx';
import { toLoggedRequest } from '../companion/to-logged-request.ts';
import { revealSection } from '../reveal-section.ts';
import type { Studio } from '../studio.ts';

interface CompanionRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Connects the companion's screen to the companion. */
export default function CompanionRoute({ studio, onAction, headerEnd }: CompanionRouteProps) {
  const [store] = useState(() => openStore(studio));
  return (
    <CompanionScreen
      store={store}
      companion={studio.companion.state}
      renderRequests={(requests) => <RequestLines requests={requests.map(toLoggedRequest)} />}
      onOpenSettings={() => {
        onAction('open:settings');
        revealSection('Companion');
      }}
      headerEnd={headerEnd}
    />
  );
}

function openStore({ companion }: Studio) {
  return createAdminStore({
    open: async () => (await companion.open()).administer(),
    check: async () => (await companion.open()).check(),
    isWatched: () => document.visibilityState === 'visible',
    onWatchChange(listener) {
      document.addEventListener('visibilitychange', listener);
      return () => document.removeEventListener('visibilitychange', listener);
    },
  });
}
