import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { findModel } from '../../engine-client/models/list-models.ts';
import type { DeviceProbe } from '../../engine-client/device.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { SiteStorage } from '../../engine-client/site-storage.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { ScreenHeader } from '../../ui/ScreenHeader.tsx';
import type { BackupStore } from './backup-store.ts';
import { CompanionRow, type CompanionRowProps } from './companion/CompanionRow.tsx';
import { BackupRow } from './BackupRow.tsx';
import { CredentialsRow } from './CredentialsRow.tsx';
import { DefaultsRow } from './DefaultsRow.tsx';
import { DeleteRow } from './DeleteRow.tsx';
import { describeDevice } from './describe-gpu.ts';
import { GpuCheckRow } from './GpuCheckRow.tsx';
import { HubField } from './HubField.tsx';
import { Row } from './Row.tsx';
import type { SettingsStore } from './settings-store.ts';
import type { KindsStore } from './kinds-store.ts';
import { StorageRow, type OpenedKind } from './StorageRow.tsx';

export interface SettingsScreenProps {
  store: SettingsStore;
  device: DeviceProbe;
  storage: SiteStorage;
  /** What is stored, by kind. */
  kinds: KindsStore;
  models: ModelsClient;
  backups: BackupStore;
  companion: CompanionRowProps;
  /** A picker for each kind of work, under its name. */
  pickers: readonly { label: string; picker: ReactNode }[];
  /** Deletes the key of Content Credentials. Resolves to what brings it back. */
  onForgetKey(): Promise<() => Promise<void>>;
  /** Deletes everything this site has stored, and restarts. */
  onDeleteEverything(): Promise<void>;
  /** Opens the screen on which a kind of stored things can be deleted. */
  onOpen(kind: OpenedKind): void;
  onOpenShortcuts(): void;
  onOpenDevelopers(): void;
  /** The other sites that may use the models, with a way to take that back. */
  sites: ReactNode;
  headerEnd: React.ReactNode;
}

const THEMES = [
  { value: 'system', label: 'Match system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const DEVICES = [
  { value: 'auto', label: 'Automatic' },
  { value: 'webgpu', label: 'GPU (WebGPU)' },
  { value: 'wasm', label: 'Processor (wasm)' },
] as const;

export function SettingsScreen(props: SettingsScreenProps) {
  const {
    store,
    device,
    storage,
    kinds,
    models,
    backups,
    companion,
    pickers,
    onForgetKey,
    onDeleteEverything,
    headerEnd,
  } = props;
  const modelsState = useStore(models.state);
  const settings = useStore(store);
  const deviceInfo = useStore(device);
  return (
    <section aria-label="Settings" className="flex h-full flex-col">
      <ScreenHeader title="Settings">{headerEnd}</ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-6 sm:px-6">
        <div className="mx-auto flex max-w-3xl flex-col divide-y">
          <Row title="Theme" text="Light is paper, dark is charcoal.">
            <Choice
              label="Theme"
              value={settings.theme}
              options={THEMES}
              onChange={(theme) => settings.change({ theme })}
            />
          </Row>
          <Row
            title="Where models run"
            text={deviceInfo ? describeDevice(deviceInfo) : 'Asking the browser'}
          >
            <Choice
              label="Where models run"
              value={settings.device}
              options={DEVICES}
              onChange={(chosen) => settings.change({ device: chosen })}
            />
          </Row>
          <GpuCheckRow device={device} />
          <DefaultsRow
            pickers={pickers}
            speech={findModel(modelsState, 'speech', settings.speechModel)}
            voice={settings.speechVoices[settings.speechModel] ?? ''}
            onChooseVoice={(voice) =>
              settings.change({
                speechVoices: { ...settings.speechVoices, [settings.speechModel]: voice },
              })
            }
          />
          <CompanionRow {...companion} />
          <StorageRow storage={storage} models={models} kinds={kinds} onOpen={props.onOpen} />
          <CredentialsRow
            settings={settings}
            onChange={settings.change}
            onForgetKey={onForgetKey}
          />
          <BackupRow store={backups} />
          <Row
            title="Where models come from"
            text="The Hugging Face hub, or any server with the same path layout, such as a mirror on your network. A mirror on this page's own server is always tried first."
          >
            <HubField hubUrl={settings.hubUrl} onChange={(hubUrl) => settings.change({ hubUrl })} />
          </Row>
          <OtherRows {...props} />
          <DeleteRow onDelete={onDeleteEverything} />
        </div>
      </div>
    </section>
  );
}

/** Rows that lead elsewhere, or explain. */
function OtherRows({
  sites,
  onOpenShortcuts,
  onOpenDevelopers,
}: Pick<SettingsScreenProps, 'sites' | 'onOpenShortcuts' | 'onOpenDevelopers'>) {
  return (
    <>
      <Row title="Keyboard" text="Everything works without a mouse.">
        <Button size="small" onClick={onOpenShortcuts}>
          Keyboard shortcuts
        </Button>
      </Row>
      <Row
        title="Privacy"
        text="Models run in this page. Nothing you type and nothing they answer is sent anywhere, unless you choose a model on your companion. The only other requests to servers are the model downloads you start."
      >
        <a
          href="THIRD_PARTY.txt"
          target="_blank"
          rel="noreferrer"
          className="text-sm text-accent underline underline-offset-4"
        >
          Third-party licences
        </a>
      </Row>
      <Row
        title="Other sites"
        text="Sites that may use your models through a window of Triptych, because you allowed it."
      >
        {sites}
      </Row>
      <Row
        title="For developers"
        text="OpenAI's API inside this tab: addresses, examples that run, and the list of requests."
      >
        <Button size="small" onClick={onOpenDevelopers}>
          Open Developers
        </Button>
      </Row>
    </>
  );
}
