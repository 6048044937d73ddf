import { useState } from 'react';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { AllowedSites } from '../../features/developers/AllowedSites.tsx';
import { createSitesStore } from '../../features/developers/sites-store.ts';
import { SettingsScreen } from '../../features/settings/SettingsScreen.tsx';
import { forgetIdentity } from '../../storage/signing-identity.ts';
import { openAllowedSites } from '../api/open-allowed-sites.ts';
import { createBackups } from '../data/backups.ts';
import type { OpenedKind } from '../../features/settings/StorageRow.tsx';
import { createKinds } from '../data/stored-kinds.ts';
import { deleteEverything } from '../data/delete-everything.ts';
import { ModelPicker } from '../models/ModelPicker.tsx';
import type { ChosenTask } from '../models/model-readiness.ts';
import type { Studio } from '../studio.ts';

/** Where things of a kind can be deleted. */
const SCREENS: Readonly<Record<OpenedKind, StudioAction>> = {
  models: 'open:models',
  conversations: 'open:chat',
  pictures: 'open:gallery',
  sets: 'open:studio',
  lists: 'open:bulk',
  readings: 'open:speech',
};

interface SettingsRouteProps {
  studio: Studio;
  onAction(action: StudioAction): void;
  headerEnd: React.ReactNode;
}

/** Connects the settings to the studio. */
export default function SettingsRoute({ studio, onAction, headerEnd }: SettingsRouteProps) {
  const [backups] = useState(() => createBackups(studio));
  const [kinds] = useState(() => createKinds(studio));
  const [sites] = useState(() => createSitesStore(openAllowedSites()));
  const pick = (task: ChosenTask) => (
    <ModelPicker studio={studio} task={task} onAction={onAction} />
  );
  return (
    <SettingsScreen
      store={studio.settings}
      device={studio.device}
      storage={studio.storage}
      kinds={kinds}
      models={studio.models}
      backups={backups}
      companion={{
        companion: studio.companion.state,
        onUse: async (url, key) => (await studio.companion.open()).use(url, key),
        onCheck: async () => (await studio.companion.open()).check(),
        onManage: () => onAction('open:companion'),
      }}
      pickers={[
        { label: 'Chat', picker: pick('chat') },
        { label: 'Images', picker: pick('image') },
        { label: 'Speech', picker: pick('speech') },
      ]}
      onForgetKey={() => forgetIdentity(studio.values)}
      onDeleteEverything={deleteEverything}
      onOpen={(kind) => onAction(SCREENS[kind])}
      onOpenShortcuts={() => onAction('open:shortcuts')}
      onOpenDevelopers={() => onAction('open:developers')}
      sites={<AllowedSites store={sites} />}
      headerEnd={headerEnd}
    />
  );
}
