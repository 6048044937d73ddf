import { FileInput, FolderInput } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useStore } from 'zustand';
import type { CompanionState } from '../../engine-client/companion/companion-state.ts';
import type { ModelMarks } from '../../engine-client/models/model-marks.ts';
import type { ModelsClient } from '../../engine-client/models/models-client.ts';
import type { Observable } from '../../engine-client/observable.ts';
import type { SiteStorage } from '../../engine-client/site-storage.ts';
import type { DeviceInfo, DevicePreference } from '../../engine/device.ts';
import {
  COMPANION_TASKS,
  findSameModel,
  type CompanionModel,
} from '../../engine/companion/companion-model.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import type { ModelManifest } from '../../engine/models/manifest.ts';
import { Button } from '../../ui/Button.tsx';
import { ScreenHeader } from '../../ui/ScreenHeader.tsx';
import { AddModel } from './AddModel.tsx';
import { CompanionModels } from './CompanionModels.tsx';
import { FoundModel } from './FoundModel.tsx';
import { chooseFolder, readDropped, readFileList, type Given } from './given-files.ts';
import { ImportList } from './ImportList.tsx';
import { ModelCard, type ModelCardProps } from './ModelCard.tsx';
import { ModelFilters } from './ModelFilters.tsx';
import type { ModelsStore } from './models-store.ts';
import { StorageLine } from './StorageLine.tsx';
import { useModelList } from './use-model-list.ts';

export interface ModelsScreenProps {
  models: ModelsClient;
  store: ModelsStore;
  device: Observable<DeviceInfo | null>;
  storage: SiteStorage;
  preference: DevicePreference;
  onUse(manifest: ModelManifest): void;
  /** Models that did not answer Stop, or failed. */
  marks: ModelMarks;
  companion: Observable<CompanionState>;
  onUseCompanion(model: CompanionModel): void;
  headerEnd: React.ReactNode;
}

/** The models on this device, those that could be, and what they take. */
export function ModelsScreen(props: ModelsScreenProps) {
  const { models, store, storage, companion, headerEnd } = props;
  const remote = useStore(companion);
  const state = useStore(models.state);
  const { lookup, filter, find, lookUp, endLookup } = useStore(store);
  // The browser, or someone in its settings, may have cleared the store.
  useEffect(() => void models.refresh().catch(() => undefined), [models]);
  const { judge, recommended, all, groups, shown } = useModelList(props);
  const isHere = ({ id }: ModelManifest) =>
    state.installed?.some(({ manifest }) => manifest.id === id) ?? false;
  const takeIn = ({ name, files }: Given) => void models.importFiles(files, name);

  return (
    <DropArea onDrop={takeIn}>
      <ScreenHeader title="Models">{headerEnd}</ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-6 sm:px-6">
        <div className="mx-auto flex max-w-5xl flex-col gap-8">
          <Intro storage={storage} modelBytes={state.use?.totalBytes ?? null} />
          <ModelFilters filter={filter} manifests={all} shown={shown} onChange={find} />
          <CompanionModels
            companion={companion}
            words={filter.words}
            onUse={props.onUseCompanion}
          />
          {groups.map(({ title, manifests }) => (
            <section key={title} aria-label={title} className="flex flex-col gap-3">
              <h2 className="text-sm font-medium text-faint">{title}</h2>
              <ul className="grid gap-3 lg:grid-cols-2">
                {manifests.map((manifest) => (
                  <StoredCard
                    key={manifest.id}
                    {...props}
                    manifest={manifest}
                    verdict={judge(manifest)}
                    recommendation={recommended.get(manifest.id)}
                    remote={findSameModel(remote.models, manifest)}
                  />
                ))}
              </ul>
            </section>
          ))}
          {groups.length === 0 && !remote.models.length && (
            <p className="text-soft">
              No model matches. Look one up on the hub below, or press Show all.
            </p>
          )}
          <AddModel lookup={lookup} onLookUp={(text) => void lookUp(text)} onStop={endLookup}>
            {lookup.status === 'found' && (
              <FoundModel
                manifest={lookup.manifest}
                verdict={judge(lookup.manifest)}
                isHere={isHere(lookup.manifest)}
                onDownload={(dtype) => {
                  void models.download(lookup.manifest, dtype).catch(() => undefined);
                  endLookup();
                }}
                onClose={endLookup}
              />
            )}
          </AddModel>
          <ImportSection models={models} onChoose={takeIn} />
        </div>
      </div>
    </DropArea>
  );
}

interface StoredCardProps extends Pick<
  ModelsScreenProps,
  'models' | 'store' | 'onUse' | 'marks' | 'companion' | 'onUseCompanion'
> {
  manifest: ModelManifest;
  verdict: Verdict | undefined;
  recommendation: string | undefined;
  /** The same model on the companion. */
  remote: CompanionModel | undefined;
}

/** A model with what can be done with it. */
function StoredCard(props: StoredCardProps) {
  const { models, store, manifest, verdict, recommendation, onUse, marks } = props;
  const { companion, remote, onUseCompanion } = props;
  const { id } = manifest;
  const state = useStore(models.state);
  const { leaving, removeLater, keep } = useStore(store);
  const { marked, failed } = useStore(marks.state);
  const installed = state.installed?.find((model) => model.manifest.id === id);
  return (
    <ModelCard
      manifest={manifest}
      installed={installed}
      download={state.downloads[id]}
      job={state.jobs[id]}
      verdict={verdict}
      isMarked={marked.includes(id)}
      failure={failed[id]}
      recommendation={installed ? undefined : recommendation}
      onCompanion={judgeCompanion(useStore(companion), manifest, remote)}
      onUseCompanion={() => remote && onUseCompanion(remote)}
      isLeaving={leaving.some(({ modelId }) => modelId === id)}
      onDownload={(dtype) => void models.download(manifest, dtype).catch(() => undefined)}
      onPause={() => models.pause(id)}
      onResume={() => void models.resume(id).catch(() => undefined)}
      onDiscard={() => removeLater({ modelId: id, what: 'download' })}
      onMakeRoom={() => void models.makeRoom(id).catch(() => undefined)}
      onUse={() => {
        marks.clear(id);
        onUse(manifest);
      }}
      onVerify={() => void models.verify(id)}
      onRepair={() => void models.repair(id)}
      onExport={() => void chooseFolder().then((folder) => folder && models.export(id, folder))}
      onEndJob={() => models.endJob(id)}
      onRemove={() => removeLater({ modelId: id, what: 'model' })}
      onKeep={() => keep(id)}
    />
  );
}

/** Whether the companion has a model, or could have it. */
function judgeCompanion(
  { status }: CompanionState,
  { task }: ModelManifest,
  remote: CompanionModel | undefined,
): ModelCardProps['onCompanion'] {
  if (status !== 'ready' || !COMPANION_TASKS.some((each) => each === task)) return undefined;
  return remote ? 'offered' : 'possible';
}

interface IntroProps {
  storage: SiteStorage;
  modelBytes: number | null;
}

function Intro({ storage, modelBytes }: IntroProps) {
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[60ch] text-soft">
        Models run on this device and stay in this browser, so each is downloaded once. Larger ones
        know more and write better, but need more memory.
      </p>
      <StorageLine storage={storage} modelBytes={modelBytes} />
    </div>
  );
}

interface ImportSectionProps {
  models: ModelsClient;
  onChoose(given: Given): void;
}

function ImportSection({ models, onChoose }: ImportSectionProps) {
  const { imports } = useStore(models.state);
  return (
    <section aria-label="Import" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-72 text-sm text-soft">
          If you have a model’s files, such as a cloned repository, an export from another computer
          or a .gguf file, drop the folder or file anywhere on this screen.
        </p>
        <ImportButton label="Folder to import" kind={{ webkitdirectory: '' }} onChoose={onChoose}>
          <FolderInput /> Import a folder
        </ImportButton>
        <ImportButton
          label="GGUF files to import"
          kind={{ accept: '.gguf', multiple: true }}
          onChoose={onChoose}
        >
          <FileInput /> Import a GGUF file
        </ImportButton>
      </div>
      <ImportList imports={imports} onEnd={models.endImport} />
    </section>
  );
}

interface ImportButtonProps {
  label: string;
  /** What may be chosen. */
  kind: { webkitdirectory: '' } | { accept: string; multiple: true };
  onChoose(given: Given): void;
  children: React.ReactNode;
}

function ImportButton({ label, kind, onChoose, children }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={label}
        {...kind}
        onChange={({ target }) => {
          if (target.files?.length) onChoose(readFileList(target.files));
          target.value = '';
        }}
      />
    </>
  );
}

/** The whole screen takes files that are dropped on it. */
function DropArea({ onDrop, children }: { onDrop(given: Given): void; children: React.ReactNode }) {
  const [isOver, setOver] = useState(false);
  const isFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');
  return (
    <section
      aria-label="Models"
      className="relative flex h-full flex-col"
      onDragOver={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!isFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void readDropped(event.dataTransfer).then(onDrop);
      }}
    >
      {children}
      {isOver && (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-2 z-20 flex items-center justify-center rounded-xl border-2 border-dashed border-accent bg-accent-wash/80 font-display text-xl"
        >
          Drop a model’s folder or .gguf file
        </div>
      )}
    </section>
  );
}
