import { ChevronDown } from 'lucide-react';
import { useStore } from 'zustand';
import { readDeviceMemory } from '../../engine-client/device-memory.ts';
import { listModels } from '../../engine-client/models/list-models.ts';
import type { DownloadState } from '../../engine-client/models/models-state.ts';
import { judgeModel, type Verdict } from '../../engine/models/load/judge-model.ts';
import { sizeOfVariant, type ModelManifest } from '../../engine/models/manifest.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes } from '../../ui/format.ts';
import {
  Menu,
  MenuChoice,
  MenuChoices,
  MenuHeading,
  MenuItem,
  MenuSeparator,
} from '../../ui/Menu.tsx';
import { chooseModel, downloadForUse } from './choose-model.ts';
import { TASK_MODELS, type ChosenTask } from './model-readiness.ts';
import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { nameModel } from '../../engine-client/companion/name-model.ts';
import { CompanionBadge } from '../companion/CompanionBadge.tsx';
import { CompanionChoices } from './CompanionChoices.tsx';
import type { Studio } from '../studio.ts';

interface ModelPickerProps {
  studio: Studio;
  task: ChosenTask;
  onAction(action: StudioAction): void;
}

/**
 * Which model does a kind of work: those that are here to choose, those that are not to download.
 */
export function ModelPicker({ studio, task, onAction }: ModelPickerProps) {
  const models = useStore(studio.models.state);
  const device = useStore(studio.device);
  const settings = useStore(studio.settings);
  const modelId = settings[TASK_MODELS[task].setting];
  const judge = (manifest: ModelManifest) =>
    device ? judgeModel(manifest, device, settings.device, readDeviceMemory()) : undefined;
  const { here, missing } = listModels(
    models,
    task,
    (manifest) => judge(manifest)?.type === 'runs',
  );
  const title = nameModel(models, task, modelId);
  return (
    <Menu
      className="w-80 max-w-[calc(100vw-1.5rem)]"
      trigger={
        <Button
          kind="quiet"
          size="small"
          aria-label={`Model: ${title}`}
          className="-ml-2 max-w-full min-w-0 shrink text-left text-sm whitespace-normal text-ink"
        >
          <span className="line-clamp-2 min-w-0 leading-tight">{title}</span>
          {isElsewhere(modelId) && <CompanionBadge companion={studio.companion.state} />}
          <ChevronDown className="text-faint" />
        </Button>
      }
    >
      <MenuHeading>On this device</MenuHeading>
      <MenuChoices value={modelId} onChange={(id) => chooseModel(studio, { id, task })}>
        {here.map(({ id, title: name, summary }) => (
          <MenuChoice key={id} value={id}>
            <span>
              {name}
              <span className="block text-xs text-faint">{summary}</span>
            </span>
          </MenuChoice>
        ))}
      </MenuChoices>
      <CompanionChoices studio={studio} task={task} chosen={modelId} onAction={onAction} />
      {missing.length > 0 && <MenuHeading>Download and use</MenuHeading>}
      {missing.map((manifest) => {
        const verdict = judge(manifest);
        // Why one does not run, and what to do about it, is explained on its card.
        const canRun = verdict === undefined || verdict.type === 'runs';
        return (
          <MenuItem
            key={manifest.id}
            onSelect={() =>
              canRun ? void downloadForUse(studio, manifest) : onAction('open:models')
            }
          >
            <span className="min-w-0 flex-1">{manifest.title}</span>
            <span className="text-xs text-faint">
              {describeMissing(manifest, verdict, models.downloads[manifest.id])}
            </span>
          </MenuItem>
        );
      })}
      <MenuSeparator />
      <MenuItem onSelect={() => onAction('open:models')}>All models</MenuItem>
    </Menu>
  );
}

function describeMissing(
  manifest: ModelManifest,
  verdict: Verdict | undefined,
  download: DownloadState | undefined,
): string {
  if (download?.status === 'failed') return 'stopped';
  if (download?.status === 'paused') return 'paused';
  if (download) return describeArrival(download);
  if (!verdict) return '';
  if (verdict.type !== 'runs') return describeObstacle(verdict);
  const sizeBytes = sizeOfVariant(manifest, verdict.variant.dtype);
  return sizeBytes ? formatBytes(sizeBytes) : '';
}

/** In two or three words. Only where a GPU is used can it be the wrong one. */
function describeObstacle(verdict: Exclude<Verdict, { type: 'runs' }>): string {
  if (verdict.type === 'too-large') return 'too large';
  if (verdict.type === 'no-build') return 'does not run here';
  return verdict.type === 'needs-f16' && verdict.hasGpu ? 'needs another GPU' : 'needs a GPU';
}

/** A share of the bytes; when all are here they are still being checked. */
function describeArrival({ loadedBytes, totalBytes }: DownloadState): string {
  if (totalBytes > 0 && loadedBytes >= totalBytes) return 'almost downloaded';
  return `${Math.floor((100 * loadedBytes) / Math.max(1, totalBytes))}% downloaded`;
}
