import { ChevronDown } from 'lucide-react';
import type { DownloadState, ModelsState } from '../../engine-client/models-state.ts';
import { chooseDevice, type DeviceInfo } from '../../engine/device.ts';
import { sizeOfVariant, type ImageManifest } from '../../engine/models/manifest.ts';
import { selectVariant } from '../../engine/models/select-variant.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import { Menu, MenuChoice, MenuChoices, MenuHeading, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { listImageModels } from './image-models.ts';

interface ImageModelPickerProps {
  models: ModelsState;
  device: DeviceInfo | null;
  /** The chosen model. */
  modelId: string;
  onChoose(modelId: string): void;
  /** Starts the download of a model and chooses it once it is here. */
  onDownload(manifest: ImageManifest): void;
  onOpenModels(): void;
}

/** Which model draws: those that are here to choose, those that are not to download. */
export function ImageModelPicker({
  models,
  device,
  modelId,
  onChoose,
  onDownload,
  onOpenModels,
}: ImageModelPickerProps) {
  const { here, missing } = listImageModels(models);
  const title = [...here, ...missing].find(({ id }) => id === modelId)?.title ?? modelId;
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
        <MenuItem key={manifest.id} onSelect={() => (canRun(manifest, device) ? onDownload(manifest) : onOpenModels())}>
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

function selectBuild(manifest: ImageManifest, device: DeviceInfo) {
  return selectVariant(manifest, chooseDevice(device, 'auto') ?? 'wasm', device.adapter);
}

function canRun(manifest: ImageManifest, device: DeviceInfo | null): boolean {
  return device === null || selectBuild(manifest, device) !== undefined;
}

function describeDownload(
  manifest: ImageManifest,
  download: DownloadState | undefined,
  device: DeviceInfo | null,
): string {
  if (download?.status === 'failed') return 'stopped';
  if (download?.status === 'paused') return 'paused';
  if (download) return `${Math.floor((100 * download.loadedBytes) / Math.max(1, download.totalBytes))} %`;
  if (!canRun(manifest, device)) return 'needs another GPU';
  const variant = device && selectBuild(manifest, device);
  const sizeBytes = variant && sizeOfVariant(manifest, variant.dtype);
  return sizeBytes ? formatBytes(sizeBytes) : '';
}
