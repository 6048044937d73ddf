import { FolderDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { describeError } from '../../../engine/error-sentences.ts';
import type { EngineError } from '../../../engine/errors.ts';
import { ActionBar } from '../../../ui/ActionBar.tsx';
import { CancelIcon, ContinueIcon, SaveIcon, TryAgainIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatBytes, formatDuration } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import type { BulkRun } from '../store/bulk-state.ts';
import type { BulkTotals } from '../store/outcomes.ts';
import { formatChange } from '../list/format-change.ts';
import { canWriteFolder, type ResultSource } from './save-results.ts';
import { useSaving, type Saving } from './use-saving.ts';

interface RunBarProps {
  totals: BulkTotals;
  run: BulkRun;
  /** How much of the picture that is processed now is done. */
  share: number;
  /** Whether the chain can run. */
  isValid: boolean;
  results: ResultSource;
  onProcess(): void;
  onRetry(): void;
  onCancel(): void;
  /** Continues the queue. */
  onContinue(): void;
}

/** What there is and what came of it in bytes, and what can be done with it. */
export function RunBar(props: RunBarProps) {
  const { run, totals } = props;
  const { saving, save, saveToFolder, cancel } = useSaving();
  // One picture that was only looked at is no result yet.
  const isSavable = totals.files > 0 && (totals.waiting === 0 || run.status !== 'idle');
  if (run.status === 'waiting')
    return (
      <ActionBar>
        <p className={FACTS} role="status">
          {describeWait(run)}
        </p>
        {run.isPaused && (
          <Button kind="primary" onClick={props.onContinue}>
            <ContinueIcon /> Continue
          </Button>
        )}
        <Button onClick={props.onCancel} aria-keyshortcuts="Escape">
          <CancelIcon /> Cancel
        </Button>
      </ActionBar>
    );
  if (run.status === 'running')
    return (
      <ActionBar progress={<Progress label="Pictures" value={(run.done + props.share) / run.of} />}>
        <RunningFacts run={run} />
        <Button onClick={props.onCancel} aria-keyshortcuts="Escape">
          <CancelIcon /> Cancel
        </Button>
      </ActionBar>
    );
  if (saving.status === 'running')
    return (
      <ActionBar progress={<Progress label="Files" value={saving.done / saving.of} />}>
        <p className={FACTS}>
          Saving {saving.done} of {saving.of}
        </p>
        <Button onClick={cancel}>
          <CancelIcon /> Cancel
        </Button>
      </ActionBar>
    );
  return (
    <ActionBar>
      <div className="min-w-0 flex-1 basis-56 text-sm" role="status">
        <Totals totals={totals} />
        <Ended run={run} saving={saving} isAllDone={totals.waiting === 0} />
      </div>
      <div className="flex flex-wrap items-center gap-2 max-sm:w-full">
        {totals.failed > 0 && (
          <Button onClick={props.onRetry} disabled={!props.isValid}>
            <TryAgainIcon /> Try again
          </Button>
        )}
        {isSavable && canWriteFolder() && (
          <IconButton
            label="Save to a folder"
            kind="secondary"
            size="icon"
            onClick={() => saveToFolder(props.results)}
          >
            <FolderDown />
          </IconButton>
        )}
        {isSavable && (
          <Button
            kind={totals.waiting === 0 ? 'primary' : 'secondary'}
            onClick={() => save(props.results)}
          >
            <SaveIcon /> {totals.files === 1 ? 'Save' : 'Save zip'}
          </Button>
        )}
        {totals.waiting > 0 && (
          <Button
            kind="primary"
            className="max-sm:flex-1"
            onClick={props.onProcess}
            disabled={!props.isValid}
            aria-keyshortcuts="Control+Enter Meta+Enter"
          >
            Process {totals.waiting} {totals.waiting === 1 ? 'picture' : 'pictures'}
          </Button>
        )}
      </div>
    </ActionBar>
  );
}

const FACTS = 'min-w-0 flex-1 basis-40 text-sm';

function Totals({ totals }: { totals: BulkTotals }) {
  const { pictures, done, failed, files, beforeBytes, afterBytes } = totals;
  return (
    <p>
      {done === 0
        ? `${pictures} ${pictures === 1 ? 'picture' : 'pictures'}`
        : `${done} of ${pictures} done`}
      {failed > 0 && <span className="text-danger"> · {failed} failed</span>}
      {done > 0 && (
        <>
          {' · '}
          {formatBytes(beforeBytes)} → <strong>{formatBytes(afterBytes)}</strong>{' '}
          {files === done && (
            <span className="text-accent">{formatChange(beforeBytes, afterBytes)}</span>
          )}
        </>
      )}
    </p>
  );
}

function describeWait({ before, isPaused, of }: Extract<BulkRun, { status: 'waiting' }>): string {
  const ahead =
    before === 0 ? '' : before === 1 ? 'One job is before it.' : `${before} jobs are before it.`;
  const what = of === 1 ? 'The picture is' : `The ${of} pictures are`;
  if (isPaused) return [`${what} not finished: the queue is paused.`, ahead].join(' ').trim();
  return ahead ? `In the queue. ${ahead}` : 'Starting…';
}

interface EndedProps {
  run: BulkRun;
  saving: Saving;
  /** Whether every picture has been through the chain as it is now. */
  isAllDone: boolean;
}

function Ended({ run, saving, isAllDone }: EndedProps) {
  if (saving.status === 'failed') return <Problem error={saving.error} />;
  if (run.status === 'failed') return <Problem error={run.error} />;
  if (saving.status === 'saved' && saving.text) return <p className="text-faint">{saving.text}</p>;
  if (run.status !== 'ended') return null;
  if (run.isCancelled)
    return (
      <p className="text-faint">
        Cancelled after {run.done} of {run.of}. What was made is kept.
      </p>
    );
  return isAllDone ? <p className="text-faint">Took {formatDuration(run.seconds)}.</p> : null;
}

function Problem({ error }: { error: EngineError }) {
  return (
    <p className="text-danger">
      {describeError(error).sentence} <code className="font-mono text-xs">{error.code}</code>
    </p>
  );
}

const TICK_MS = 500;

function RunningFacts({ run }: { run: Extract<BulkRun, { status: 'running' }> }) {
  const { done, of, failed, processed, startedAt } = run;
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const perSecond = processed / Math.max(0.001, (now - startedAt) / 1000);
  return (
    <p className={FACTS} role="status">
      {done} of {of}
      {failed > 0 && <span className="text-danger"> · {failed} failed</span>}
      {processed > 0 && now > startedAt && (
        <span className="text-faint">
          {' '}
          · {perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)} pictures/s ·{' '}
          {formatDuration((of - done) / perSecond)} left
        </span>
      )}
    </p>
  );
}
