import { Button } from '../../../ui/Button.tsx';
import type { AnswerProps } from './Answer.tsx';

/** Where an answer of the guide leads, and what else may have been meant. */
export function GuideLinks({ message, isBusy, actions, outlets }: AnswerProps) {
  const { link: stored, related = [] } = message.source ?? {};
  const link = stored && outlets.resolveLink(stored);
  return (
    <div className="mt-3 flex flex-col items-start gap-2">
      {link && (
        <Button
          kind="secondary"
          size="small"
          disabled={isBusy && 'askModel' in link}
          onClick={() =>
            'askModel' in link
              ? actions.onRegenerate(message.id, link.askModel)
              : outlets.onAction(link.action)
          }
        >
          {link.label}
        </Button>
      )}
      {related.length > 0 && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-faint">
          <span>Or did you mean</span>
          {related.map((title) => (
            <button
              key={title}
              type="button"
              disabled={isBusy}
              onClick={() => actions.onAsk(title)}
              className="text-left text-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
            >
              {title}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}
