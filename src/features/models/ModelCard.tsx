import type { DownloadState, ModelJob } from '../../engine-client/models-state.ts';
import type { Verdict } from '../../engine/models/judge-model.ts';
import type { Dtype, ModelManifest } from '../../engine/models/manifest.ts';
import type { InstalledModel } from '../../engine/models/weight-store.ts';
import { CardActions } from './CardActions.tsx';
import { DownloadStatus } from './DownloadStatus.tsx';
import { JobStatus } from './JobStatus.tsx';
import { listFacts } from './model-facts.ts';
import { describeVerdict, findVariantToDownload } from './verdict-sentences.ts';

/** What a card can ask for. */
export interface ModelActions {
  onDownload(dtype: Dtype): void;
  onPause(): void;
  /** Goes on with all that was chosen for the download. */
  onResume(): void;
  onDiscard(): void;
  /** Deletes what stands in the way of a download and goes on with it. */
  onMakeRoom(): void;
  onUse(): void;
  onVerify(): void;
  onRepair(): void;
  onExport(): void;
  onEndJob(): void;
  onRemove(): void;
  /** Takes back what onRemove has begun. */
  onKeep(): void;
}

export interface ModelCardProps extends ModelActions {
  manifest: ModelManifest;
  installed: InstalledModel | undefined;
  download: DownloadState | undefined;
  job: ModelJob | undefined;
  /** `undefined` while the device is not known. */
  verdict: Verdict | undefined;
  isLeaving: boolean;
}

/** A model: what it is good for, whether it runs here, and what can be done with it. */
export function ModelCard(props: ModelCardProps) {
  const { manifest, installed, verdict, download, job, isLeaving } = props;
  const variant = verdict && findVariantToDownload(verdict);
  const dtypes = installed?.dtypes ?? (variant ? [variant.dtype] : []);
  return (
    <li aria-label={manifest.title} className="flex flex-col gap-3 py-5 sm:flex-row sm:items-start sm:gap-6">
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">{manifest.title}</h3>
        <p className="text-sm text-soft">{manifest.summary}</p>
        {verdict && (
          <p className={verdict.type === 'runs' ? 'mt-1 text-sm text-soft' : 'mt-1 text-sm text-danger'}>
            {describeVerdict(verdict, manifest)}
          </p>
        )}
        <p className="mt-1 text-xs break-words text-faint">
          {listFacts(installed?.manifest ?? manifest, dtypes).join(' · ')}
        </p>
        {!isLeaving && download && (
          <DownloadStatus title={manifest.title} download={download} onMakeRoom={props.onMakeRoom} />
        )}
        {!isLeaving && job && (
          <JobStatus title={manifest.title} job={job} onRepair={props.onRepair} onEnd={props.onEndJob} />
        )}
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-2">
        <CardActions {...props} variant={variant} />
      </div>
    </li>
  );
}
