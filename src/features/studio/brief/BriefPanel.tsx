import { useStore } from 'zustand';
import { nameForPeople, readCompanionId } from '../../../engine/companion/companion-model.ts';
import type { StudioAction } from '../../../engine/studio-actions.ts';
import type { Understanding } from '../../../storage/studio/studio-project.ts';
import { StopIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import type { StudioStore } from '../store/studio-state.ts';
import { ReadingFailure } from './ReadingFailure.tsx';

interface BriefPanelProps {
  store: StudioStore;
  onAction(action: StudioAction): void;
}

/** The brief, which can be rewritten at any time. */
export function BriefPanel({ store, onAction }: BriefPanelProps) {
  const { reading, project, setBrief, understand, stopReading } = useStore(store);
  const { brief, understanding } = project.draft;
  const isChanged = brief.trim() !== '' && brief !== understanding?.brief;
  const isBusy = reading.status === 'running' || reading.status === 'improving';
  const submit = () => void (brief.trim() !== '' && understand());
  return (
    <div className="flex flex-col gap-2">
      <Field label="Brief">
        {(id) => (
          <textarea
            id={id}
            rows={2}
            value={brief}
            onChange={({ target }) => setBrief(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
              if (event.ctrlKey || event.metaKey) return;
              event.preventDefault();
              submit();
            }}
            className="field-sizing-content max-h-60 w-full resize-none rounded-control border bg-raised px-3 py-2 font-display text-lg leading-snug outline-none focus:border-line-strong"
          />
        )}
      </Field>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        {isChanged && !isBusy && (
          <Button size="small" kind="primary" onClick={submit}>
            Read it again
          </Button>
        )}
        {isBusy && (
          <Button size="small" onClick={stopReading}>
            <StopIcon /> Stop reading
          </Button>
        )}
        <p role="status" className="text-xs text-faint">
          {describeReading(reading.status, understanding)}
        </p>
      </div>
      {reading.status === 'failed' && <ReadingFailure error={reading.error} onAction={onAction} />}
    </div>
  );
}

const BECAUSE: Readonly<Record<NonNullable<Understanding['rulesBecause']>, string>> = {
  'no-model': 'Read by rules; there is no chat model on this device.',
  'timed-out': 'Read by rules; the chat model took too long.',
  failed: 'Read by rules; the chat model failed.',
  unusable: 'Read by rules; the chat model had nothing to add.',
};

function nameReader(model: string): string {
  const remote = readCompanionId(model);
  return remote === undefined
    ? model.replace(/^.*\//, '')
    : `${nameForPeople(remote)} on your companion`;
}

function describeReading(status: string, understanding: Understanding | null): string {
  if (status === 'running') return 'Reading…';
  if (status === 'improving') return 'Read by rules; the chat model is asked for more.';
  if (understanding?.model) return `Read with ${nameReader(understanding.model)}.`;
  return understanding?.rulesBecause ? BECAUSE[understanding.rulesBecause] : 'Read by rules.';
}
