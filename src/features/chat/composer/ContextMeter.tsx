import type { StoredMessage } from '../../../storage/conversations.ts';
import { Tooltip } from '../../../ui/Tooltip.tsx';

/** How much of the model's context the conversation fills. */
export function ContextMeter({ last }: { last: StoredMessage | undefined }) {
  const { promptTokens = 0, completionTokens = 0, contextLength = 0 } = last?.stats ?? {};
  if (contextLength === 0 || promptTokens === 0) return null;
  const used = promptTokens + completionTokens;
  const share = Math.min(1, used / contextLength);
  const text = `${used.toLocaleString('en')} of ${contextLength.toLocaleString('en')} tokens`;
  return (
    <Tooltip
      text={`This conversation uses ${text} that the model can read. When it is full, the oldest messages are left out.`}
    >
      <span
        role="meter"
        aria-label="Context"
        aria-valuemin={0}
        aria-valuemax={contextLength}
        aria-valuenow={used}
        aria-valuetext={text}
        tabIndex={0}
        className="inline-flex items-center gap-1.5 rounded"
      >
        <span className="h-1 w-10 overflow-hidden rounded-full bg-sunken">
          <span
            className={`block h-full ${share > 0.85 ? 'bg-danger' : 'bg-accent'}`}
            style={{ width: `${share * 100}%` }}
          />
        </span>
        {text}
      </span>
    </Tooltip>
  );
}
