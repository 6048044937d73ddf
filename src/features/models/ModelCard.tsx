import type { ModelFailure } from '../../engine-client/models/model-marks.ts';
import type { DownloadState, ModelJob } from '../../engine-client/models/models-state.ts';
import type { Verdict } from '../../engine/models/load/judge-model.ts';
import type { Dtype, ModelManifest } from '../../engine/models/manifest.ts';
import type { InstalledModel } from '../../engine/models/store/weight-store.ts';
import { Button } from '../../ui/Button.tsx';
import { CardActions } from './CardActions.tsx';
import { describeFailure } from './describe-failure.ts';
import { DownloadStatus } from './DownloadStatus.tsx';
import { judgeFit, type Fit } from './fit.ts';
import { JobStatus } from './JobStatus.tsx';
import { listFacts, listSizes } from './model-facts.ts';
import { describeVerdict, findVariantToDownload } from './verdict-sentences.ts';

/** What a card can ask for. */
export interface ModelActions {
  onDownload(dtype: Dtype): void;
  onPause(): void;
  /** Continues the download with all its choices. */
  onResume(): void;
  onDiscard(): void;
  /** Deletes what blocks a download and continues it. */
  onMakeRoom(): void;
  onUse(): void;
  /** Uses the same model where the companion has it. */
  onUseCompanion(): void;
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
  /** The last time it did not answer Stop, and was ended. */
  isMarked: boolean;
  /** It was tried on this device and failed. */
  failure: ModelFailure | undefined;
  /** Whether a companion that answers has the same model; `possible`: it could be put there. */
  onCompanion: 'offered' | 'possible' | undefined;
  /** Why this is the one to begin with on this device, if it is. */
  recommendation?: string | undefined;
}

/**
 * A model: what it is good for, how well it fits here, what can be done with it, and the rest on
 * demand.
 */
export function ModelCard(props: ModelCardProps) {
  const { manifest, installed, verdict, download, job, isLeaving, recommendation, failure } = props;
  const variant = verdict && findVariantToDownload(verdict);
  const dtypes = installed?.dtypes ?? (variant ? [variant.dtype] : []);
  const sizes = listSizes(installed?.manifest ?? manifest, dtypes);
  return (
    <li
      aria-label={manifest.title}
      className="flex flex-col gap-2 rounded-xl border bg-surface p-4 [contain-intrinsic-size:auto_10rem] [content-visibility:auto]"
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-medium break-words">{manifest.title}</h3>
        <span className="text-xs text-faint tabular-nums">{sizes.join(' + ')}</span>
        {verdict && <FitBadge fit={judgeFit(verdict)} />}
      </div>
      <p className="line-clamp-2 text-sm text-soft">{manifest.summary}</p>
      {recommendation && (
        <p className="text-sm text-accent">
          <span className="font-medium">Recommended.</span> {recommendation}
        </p>
      )}
      {verdict && judgeFit(verdict).level === 'no' && (
        <p className="text-sm text-danger">
          {describeVerdict(verdict, manifest)}
          {props.onCompanion === 'possible' &&
            ' Run it on your companion: put it into its models folder.'}
        </p>
      )}
      {props.isMarked && (
        <p className="text-sm text-danger">
          The last time, it did not answer Stop within 2 seconds and was ended.
        </p>
      )}
      {failure && <p className="text-sm text-danger">{describeFailure(failure)}</p>}
      {!isLeaving && download && (
        <DownloadStatus title={manifest.title} download={download} onMakeRoom={props.onMakeRoom} />
      )}
      {!isLeaving && job && (
        <JobStatus
          title={manifest.title}
          job={job}
          onRepair={props.onRepair}
          onEnd={props.onEndJob}
        />
      )}
      <div className="mt-auto flex flex-wrap items-center gap-2 pt-1">
        {props.onCompanion === 'offered' && verdict && judgeFit(verdict).level === 'no' && (
          <Button
            size="small"
            kind="primary"
            onClick={props.onUseCompanion}
            aria-label={`Run ${manifest.title} on your companion`}
          >
            Run it on your companion
          </Button>
        )}
        <CardActions {...props} variant={variant} />
      </div>
      <details className="text-xs text-faint">
        <summary className="cursor-pointer rounded py-1 hover:text-ink">Details</summary>
        <div className="mt-1 flex flex-col gap-1 break-words">
          {verdict && judgeFit(verdict).level !== 'no' && (
            <p>{describeVerdict(verdict, manifest)}</p>
          )}
          <p>{listFacts(installed?.manifest ?? manifest, dtypes).join(' · ')}</p>
        </div>
      </details>
    </li>
  );
}

const TONES: Readonly<Record<Fit['level'], string>> = {
  fits: 'bg-accent-wash text-accent',
  tight: 'bg-sunken text-ink',
  no: 'bg-danger-wash text-danger',
};

function FitBadge({ fit: { level, label } }: { fit: Fit }) {
  return (
    <span className={`ml-auto shrink-0 rounded-full px-2 py-0.5 text-xs ${TONES[level]}`}>
      {label}
    </span>
  );
}
