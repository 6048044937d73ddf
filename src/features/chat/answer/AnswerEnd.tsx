import type { StudioAction } from '../../../engine/studio-actions.ts';
import { Button } from '../../../ui/Button.tsx';
import type { AnswerProps } from './Answer.tsx';

/** What each remedy of error-sentences.ts is called, and does; `retry` asks again. */
const REMEDIES: Readonly<Record<string, { label: string; action: StudioAction }>> = {
  'open-models': { label: 'Open Models', action: 'open:models' },
  'open-settings': { label: 'Open Settings', action: 'open:settings' },
  'new-chat': { label: 'New chat', action: 'new-chat' },
  reload: { label: 'Reload the page', action: 'reload' },
};

/** How an answer ended, if it did not end normally. */
export function AnswerEnd(props: AnswerProps) {
  const { message, isBusy, actions, outlets } = props;
  const { state, error, content } = message;
  if (state === 'stopped')
    return (
      <p className="mt-1 text-sm text-faint">
        Stopped{content === '' ? ' before the first word' : ''}.
      </p>
    );
  if (state === 'limited')
    return <p className="mt-1 text-sm text-faint">The answer reached its length limit.</p>;
  if (state === 'writing')
    return <p className="mt-1 text-sm text-faint">Another tab is writing this.</p>;
  if (state !== 'failed' || !error) return null;
  const remedy = REMEDIES[error.remedy];
  return (
    <div
      role="alert"
      className="mt-2 rounded-control border border-danger/40 bg-danger-wash px-4 py-3"
    >
      <p>{error.sentence}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        {error.remedy === 'answer-here' && <AnswerHere {...props} />}
        {error.remedy !== 'none' && (
          <Button
            size="small"
            disabled={isBusy}
            onClick={() =>
              remedy ? outlets.onAction(remedy.action) : actions.onRegenerate(message.id)
            }
          >
            {remedy?.label ?? 'Try again'}
          </Button>
        )}
        <code className="font-mono text-xs text-soft select-all">{error.code}</code>
      </div>
    </div>
  );
}

/** The same question to the most capable model that is on this device. */
function AnswerHere({ message, models, isBusy, actions }: AnswerProps) {
  const [model] = models
    .filter(({ isRemote }) => !isRemote)
    .sort((a, b) => (b.parameters ?? 0) - (a.parameters ?? 0));
  if (!model) return null;
  return (
    <Button
      size="small"
      kind="primary"
      disabled={isBusy}
      title={model.title}
      onClick={() => actions.onRegenerate(message.id, model.id)}
    >
      Answer with a model in this tab
    </Button>
  );
}
