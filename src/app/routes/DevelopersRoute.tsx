import { useState } from 'react';
import { useStore } from 'zustand';
import { createApiStore } from '../../features/developers/api-store.ts';
import { AllowedSites } from '../../features/developers/AllowedSites.tsx';
import { DevelopersScreen } from '../../features/developers/DevelopersScreen.tsx';
import { createSitesStore } from '../../features/developers/sites-store.ts';
import { openAllowedSites } from '../api/open-allowed-sites.ts';
import { tabApiOf } from '../api/tab-api.ts';
import { whenServed } from '../api/when-served.ts';
import { isServerApi } from '../is-server-api.ts';
import type { Studio } from '../studio.ts';

interface DevelopersRouteProps {
  studio: Studio;
  headerEnd: React.ReactNode;
}

const root = new URL('.', document.baseURI).href;

/** Connects the developers' screen to the API. */
export default function DevelopersRoute({ studio, headerEnd }: DevelopersRouteProps) {
  const [store] = useState(() =>
    createApiStore({ root, whenServed: () => whenServed(studio.serviceWorker) }),
  );
  const [sites] = useState(() => createSitesStore(openAllowedSites()));
  const resident = [
    useStore(studio.chat.resident)?.model,
    useStore(studio.diffusion.resident)?.model,
    useStore(studio.speech.resident)?.model,
  ].filter((model) => model !== undefined);
  return (
    <DevelopersScreen
      store={store}
      log={tabApiOf(studio).log}
      place={isServerApi() ? 'server' : 'tab'}
      root={root}
      serverBase={isServerApi() ? `${root}v1` : 'http://127.0.0.1:4174/v1'}
      resident={resident}
      embedScript={`${root}embed.js`}
      sites={<AllowedSites store={sites} />}
      headerEnd={headerEnd}
    />
  );
}
