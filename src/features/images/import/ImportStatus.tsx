import { FolderPlus, X } from 'lucide-react';
import { useStore } from 'zustand';
import { describeError } from '../../../engine/error-sentences.ts';
import { CancelIcon, DeleteIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import type { CollectionsStore } from '../collections/collections-store.ts';
import { describeImport } from './describe-import.ts';
import type { ImportReport, ImportRun, ImportStore } from './import-store.ts';

interface ImportStatusProps {
  store: ImportStore;
  collections: CollectionsStore;
  /** Shows a collection. */
  onShow(collectionId: string): void;
  onRemove(ids: readonly string[]): void;
}

/** How far the files have come that are being added, then what has become of them. */
export function ImportStatus(props: ImportStatusProps) {
  const { run } = useStore(props.store);
  if (run.status === 'running')
    return <Running run={run} onCancel={props.store.getState().cancel} />;
  if (run.status === 'ended' && isWorthTelling(run)) return <Ended {...props} run={run} />;
  return null;
}

/** A few loose pictures that were all added are seen in the gallery. */
function isWorthTelling({ report, error }: Extract<ImportRun, { status: 'ended' }>): boolean {
  const { known, failed, leftOut, name } = report;
  return error !== null || known.length + failed.length + leftOut > 0 || name !== '';
}

interface RunningProps {
  run: Extract<ImportRun, { status: 'running' }>;
  onCancel(): void;
}

function Running({ run: { done, total, file, report }, onCancel }: RunningProps) {
  return (
    <section aria-label="Adding pictures" className={`${BOX} flex-col`}>
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 truncate tabular-nums">
          {total === 0
            ? 'Looking for pictures'
            : `Adding ${Math.max(1, done).toLocaleString('en')} of ${total.toLocaleString('en')}`}
          {report.failed.length > 0 && `, ${report.failed.length} could not be read`}
          {file && <span className="text-faint"> · {file}</span>}
        </p>
        <Button size="small" onClick={onCancel}>
          <CancelIcon /> Cancel
        </Button>
      </div>
      <Progress label="Pictures added" value={total > 0 ? done / total : null} />
    </section>
  );
}

function Ended({
  store,
  run: { report, error },
  collections,
  onShow,
  onRemove,
}: ImportStatusProps & { run: Extract<ImportRun, { status: 'ended' }> }) {
  const { dismiss } = store.getState();
  return (
    <section aria-label="Added pictures" className={BOX}>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p role="status">{describeImport(report, error?.code === 'aborted')}</p>
        {error && error.code !== 'aborted' && (
          <p role="alert" className="text-danger">
            {describeError(error).sentence}
          </p>
        )}
        <Failures report={report} />
        <div className="flex flex-wrap gap-2">
          <OfferCollection report={report} collections={collections} onShow={onShow} />
          {report.added.length > 0 && (
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                onRemove(report.added);
                dismiss();
              }}
            >
              <DeleteIcon /> Remove them again
            </Button>
          )}
        </div>
      </div>
      <IconButton label="Dismiss" onClick={dismiss}>
        <X />
      </IconButton>
    </section>
  );
}

const MOST_SHOWN = 50;

function Failures({ report: { failed } }: { report: ImportReport }) {
  if (failed.length === 0) return null;
  return (
    <ul
      aria-label="Files that could not be read"
      tabIndex={0}
      className="flex max-h-40 w-full flex-col gap-1 overflow-y-auto"
    >
      {failed.slice(0, MOST_SHOWN).map(({ name, error }, index) => (
        <li key={index} className="break-words">
          <span className="text-faint">{name}:</span> {describeError(error).sentence}
        </li>
      ))}
      {failed.length > MOST_SHOWN && <li>… and {failed.length - MOST_SHOWN} more</li>}
    </ul>
  );
}

/** The folder's name, for all that was in it, whether it is new or was here. */
function OfferCollection({
  report: { name, added, known },
  collections,
  onShow,
}: { report: ImportReport } & Pick<ImportStatusProps, 'collections' | 'onShow'>) {
  const { collections: kept, create } = useStore(collections);
  const ids = [...added, ...known];
  if (name === '' || ids.length === 0) return null;
  const made = kept?.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const inside = new Set(made?.pictureIds);
  if (made && ids.every((id) => inside.has(id)))
    return (
      <Button size="small" onClick={() => onShow(made.id)}>
        Show “{made.name}”
      </Button>
    );
  return (
    <Button size="small" kind="primary" onClick={() => void create(name, ids)}>
      <FolderPlus /> {made ? 'Add to' : 'Make'} collection “{name}”
    </Button>
  );
}

const BOX = 'flex items-start gap-3 rounded-control bg-sunken px-4 py-3 text-sm';
