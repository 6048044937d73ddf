import { FolderInput } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { describeError } from '../../engine/error-sentences.ts';
import { CancelIcon, SaveIcon } from '../../ui/action-icons.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import type { BackupRun, BackupStore } from './backup-store.ts';
import { describeRestored, describeWritten } from './describe-backup.ts';
import { Row } from './Row.tsx';

/** Everything into one file, and back. */
export function BackupRow({ store }: { store: BackupStore }) {
  const { run, backUp, restore, cancel } = useStore(store);
  const input = useRef<HTMLInputElement>(null);
  const isRunning = run.status === 'running';
  return (
    <Row
      title="Backup"
      text="One file with your conversations, pictures, notes, readings, studio sets, recipes, presets and settings. Models are not included: you can download them again. Nor is the key of Content Credentials, which never leaves this browser. Restoring adds what is missing and never overwrites anything newer."
    >
      <div className="flex flex-wrap gap-2">
        <Button size="small" disabled={isRunning} onClick={() => void backUp()}>
          <SaveIcon /> Back up everything
        </Button>
        <Button size="small" disabled={isRunning} onClick={() => input.current?.click()}>
          <FolderInput /> Restore a backup
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        accept=".zip,application/zip"
        aria-label="Backup to restore"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void restore(file);
          target.value = '';
        }}
      />
      <BackupStatus run={run} onCancel={cancel} />
    </Row>
  );
}

function BackupStatus({ run, onCancel }: { run: BackupRun; onCancel(): void }) {
  if (run.status === 'running')
    return (
      <div className="mt-3 flex max-w-md items-center gap-3">
        <div className="min-w-0 flex-1">
          <Progress
            label={run.kind === 'write' ? 'Backup' : 'Restoring the backup'}
            value={run.total > 0 ? run.done / run.total : null}
          />
          <p className="mt-1.5 text-xs text-faint">
            {run.done.toLocaleString('en')} of {run.total.toLocaleString('en')}
          </p>
        </div>
        <Button size="small" onClick={onCancel}>
          <CancelIcon /> Cancel
        </Button>
      </div>
    );
  if (run.status === 'failed')
    return (
      <p role="alert" className="mt-3 text-sm text-danger">
        {describeError(run.error).sentence}{' '}
        <code className="font-mono text-xs select-all">{run.error.code}</code>
      </p>
    );
  return (
    <p role="status" className="mt-3 text-sm text-soft empty:hidden">
      {run.status === 'written' && describeWritten(run.counts, run.lost, run.sizeBytes)}
      {run.status === 'restored' && describeRestored(run.report)}
    </p>
  );
}
