import { ChevronDown } from 'lucide-react';
import type { DownloadState, ModelsState } from '../../engine-client/models-state.ts';
import { type DeviceInfo, chooseDevice } from '../../engine/device.ts';
import { isSpeechModel, sizeOfVariant, type SpeechManifest } from '../../engine/models/manifest.ts';
import { selectVariant } from '../../engine/models/select-variant.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Menu, MenuChoice, MenuChoices, MenuHeading, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';

interface VoiceModelPickerProps {
  models: ModelsState;
  device: DeviceInfo | null;
  modelId: string;
  onChoose(modelId: string): void;
  /** Starts the download of a model and chooses it once it is here. */
  onDownload(manifest: SpeechManifest): void;
  onOpenModels(): void;
}

/** Which model speaks: those that are here to choose, those that are not to download. */
export function VoiceModelPicker({
  models,
  device,
  modelId,
  onChoose,
  onDownload,
  onOpenModels,
}: VoiceModelPickerProps) {
  const { here, missing } = listSpeechModels(models);
  const title = here.find(({ id }) => id === modelId)?.title ?? modelId;
  return (
    <Menu
      className="w-80 max-w-[calc(100vw-1.5rem)]"
      trigger={
        <Button
          kind="quiet"
          size="small"
          aria-label={`Voice model: ${title}`}
          className="-ml-2 min-w-0 text-sm text-ink"
        >
          <span className="truncate">{title}</span>
          <ChevronDown className="text-faint" />
        </Button>
      }
    >
      <MenuHeading>On this device</MenuHeading>
      <MenuChoices value={modelId} onChange={onChoose}>
        {here.map(({ id, title: name, summary }) => (
          <MenuChoice key={id} value={id}>
            <span>
              {name}
              <span className="block text-xs text-faint">{summary}</span>
            </span>
          </MenuChoice>
        ))}
      </MenuChoices>
      {missing.length > 0 && <MenuHeading>To download</MenuHeading>}
      {missing.map((manifest) => (
        <MenuItem key={manifest.id} onSelect={() => onDownload(manifest)}>
          <span className="min-w-0 flex-1">{manifest.title}</span>
          <span className="text-xs text-faint">
            {describeDownload(manifest, models.downloads[manifest.id], device)}
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem onSelect={onOpenModels}>All models</MenuItem>
    </Menu>
  );
}

/** Speech models that can speak now, and those that would have to be downloaded. */
export function listSpeechModels({ catalog, mirrored, installed }: ModelsState) {
  const all = [...catalog, ...mirrored].filter(isSpeechModel);
  const stored = (installed ?? []).map(({ manifest }) => manifest).filter(isSpeechModel);
  const storedIds = new Set(stored.map(({ id }) => id));
  const builtIn = all.filter(({ origin }) => origin === 'built-in');
  return {
    here: [...builtIn, ...stored.filter(({ origin }) => origin === 'hub')],
    missing: all.filter(({ id, origin }) => origin === 'hub' && !storedIds.has(id)),
  };
}

function describeDownload(
  manifest: SpeechManifest,
  download: DownloadState | undefined,
  device: DeviceInfo | null,
): string {
  if (download?.status === 'failed') return 'stopped';
  if (download?.status === 'paused') return 'paused';
  if (download) return `${Math.floor((100 * download.loadedBytes) / Math.max(1, download.totalBytes))} %`;
  const variant = device && selectVariant(manifest, chooseDevice(device, 'auto') ?? 'wasm', device.adapter);
  const sizeBytes = variant && sizeOfVariant(manifest, variant.dtype);
  return sizeBytes ? formatBytes(sizeBytes) : '';
}
