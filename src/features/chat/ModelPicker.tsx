import { ChevronDown } from 'lucide-react';
import type { DownloadState, ModelsState } from '../../engine-client/models-state.ts';
import { type DeviceInfo, chooseDevice } from '../../engine/device.ts';
import { isChatModel, sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import { selectVariant } from '../../engine/models/select-variant.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Menu, MenuChoice, MenuChoices, MenuHeading, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';

interface ModelPickerProps {
  models: ModelsState;
  device: DeviceInfo | null;
  /** The chosen model. */
  modelId: string;
  onChoose(modelId: string): void;
  /** Starts the download of a model and chooses it once it is here. */
  onDownload(manifest: ModelManifest): void;
  onOpenModels(): void;
}

/** Which model answers: those that are here to choose, those that are not to download. */
export function ModelPicker({ models, device, modelId, onChoose, onDownload, onOpenModels }: ModelPickerProps) {
  const all = [...models.catalog, ...models.mirrored].filter(isChatModel);
  const installedIds = new Set(models.installed?.map(({ manifest }) => manifest.id));
  const here = [
    ...all.filter(({ origin }) => origin === 'built-in'),
    ...(models.installed ?? [])
      .map(({ manifest }) => manifest)
      .filter((manifest) => manifest.origin === 'hub' && isChatModel(manifest)),
  ];
  const missing = all.filter(({ id, origin }) => origin === 'hub' && !installedIds.has(id));
  const title = [...here, ...all].find(({ id }) => id === modelId)?.title ?? modelId;
  return (
    <Menu
      className="w-80 max-w-[calc(100vw-1.5rem)]"
      trigger={
        <Button
          kind="quiet"
          size="small"
          aria-label={`Model: ${title}`}
          className="-ml-2 max-w-full min-w-0 shrink text-sm text-ink"
        >
          <span className="truncate">{title}</span>
          <ChevronDown className="text-faint" />
        </Button>
      }
    >
      <MenuHeading>On this device</MenuHeading>
      <MenuChoices value={modelId} onChange={onChoose}>
        {here.map(({ id, title, summary }) => (
          <MenuChoice key={id} value={id}>
            <span>
              {title}
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

function describeDownload(
  manifest: ModelManifest,
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
