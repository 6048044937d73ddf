import { lazy, Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Router, Switch } from 'wouter';
import { useStore } from 'zustand';
import { useClosedStepsLeft } from '../ui/history-step.ts';
import { useAddress, useDocumentTitle } from './address.ts';
import { useLinkResolver } from './models/use-link-resolver.ts';
import { Overlays, type Overlay } from './palette/Overlays.tsx';
import { usePerform } from './palette/use-perform.ts';
import { useShortcuts } from './palette/use-shortcuts.ts';
import { hasPlace, SCREEN_ROUTES, type ScreenProps } from './routes/screen-routes.tsx';
import { useOpenedPicture } from './routes/use-opened-picture.ts';
import { DeviceChip } from './shell/DeviceChip.tsx';
import { Shell } from './shell/Shell.tsx';
import type { Studio } from './studio.ts';
import { useReadiness } from './use-readiness.ts';

const HomeRoute = lazy(() => import('./routes/HomeRoute.tsx'));
const DropAnywhere = lazy(() => import('./bulk/DropAnywhere.tsx'));

export function App({ studio }: { studio: Studio }) {
  return (
    <Router hook={useAddress}>
      <Screens studio={studio} />
    </Router>
  );
}

function Screens({ studio }: { studio: Studio }) {
  const [path] = useAddress();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const { theme } = useStore(studio.settings);
  const opened = useOpenedPicture();
  const perform = usePerform(studio, setOverlay);
  const resolveLink = useLinkResolver(studio);
  useTheme(theme);
  useClosedStepsLeft();
  useDocumentTitle(studio, path);
  useShortcuts(studio, perform, setOverlay);
  useReadiness(studio);
  const headerEnd = (
    <DeviceChip
      studio={studio}
      isOpen={overlay === 'device'}
      onOpenChange={(isOpen) => setOverlay(isOpen ? 'device' : null)}
    />
  );
  return (
    <Shell studio={studio} onOpenPalette={() => setOverlay('palette')}>
      <Suspense fallback={null}>
        <Routes app={{ studio, opened, onAction: perform, resolveLink, headerEnd }} />
      </Suspense>
      {!TAKES_PICTURES.test(path) && (
        <Suspense fallback={null}>
          <DropAnywhere studio={studio} />
        </Suspense>
      )}
      <Overlays
        studio={studio}
        overlay={overlay}
        onClose={() => setOverlay(null)}
        perform={perform}
        openPicture={opened.open}
      />
    </Shell>
  );
}

/** Screens that take dropped pictures themselves. */
const TAKES_PICTURES = /^\/(?:images|gallery|bulk)\b/;

function Routes({ app }: { app: ScreenProps }) {
  return (
    <Switch>
      <Route path="/">
        <HomeRoute {...app} />
      </Route>
      <Route path="/:screen/:id?">
        {({ screen, id }) =>
          hasPlace(screen, id) ? (
            SCREEN_ROUTES[screen](app, id ?? null)
          ) : (
            <Redirect to="/" replace />
          )
        }
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

function useTheme(theme: string): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
  }, [theme]);
}
