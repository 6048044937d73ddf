import type { ReactNode } from 'react';
import type { PromptMeasure } from '../../../engine/diffusion/diffusion-engine.ts';
import { Field, INPUT } from '../../../ui/Field.tsx';
import { quoteStart } from '../quote-start.ts';

interface PromptFieldsProps {
  prompt: string;
  negativePrompt: string;
  hasNegative: boolean;
  measure: PromptMeasure | null;
  placeholder: string;
  /** Under the prompt: what the model makes of it. */
  hints: ReactNode;
  onChange(part: { prompt?: string; negativePrompt?: string }): void;
  onDraw(): void;
  onFocus(): void;
}

/** What to draw and what to keep out. Enter draws, Shift and Enter begin a new line. */
export function PromptFields(props: PromptFieldsProps) {
  const {
    prompt,
    negativePrompt,
    hasNegative,
    measure,
    placeholder,
    hints,
    onChange,
    onDraw,
    onFocus,
  } = props;
  function handleKey(event: React.KeyboardEvent) {
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
    // On a touch keyboard Enter is the only way to a new line.
    if (!isEnter || (matchMedia('(pointer: coarse)').matches && !event.ctrlKey)) return;
    event.preventDefault();
    onDraw();
  }
  return (
    <>
      <Field label="Prompt" aside={measure && describeMeasure(measure)}>
        {(id) => (
          <textarea
            id={id}
            data-prompt
            rows={3}
            value={prompt}
            placeholder={placeholder}
            aria-keyshortcuts="/"
            onChange={(event) => onChange({ prompt: event.target.value })}
            onKeyDown={handleKey}
            onFocus={onFocus}
            className={`${INPUT} field-sizing-content max-h-60 min-h-20 resize-none text-base sm:text-sm`}
          />
        )}
      </Field>
      {!hints && measure?.leftOut && (
        <p role="status" className="text-xs text-soft">
          Too long for this model. Left out: {quoteStart(measure.leftOut)}.
        </p>
      )}
      {hints}
      {hasNegative && (
        <Field label="Negative prompt">
          {(id) => (
            <textarea
              id={id}
              rows={1}
              value={negativePrompt}
              placeholder="What to leave out"
              onChange={(event) => onChange({ negativePrompt: event.target.value })}
              onKeyDown={handleKey}
              className={`${INPUT} field-sizing-content max-h-40 resize-none`}
            />
          )}
        </Field>
      )}
    </>
  );
}

function describeMeasure({ tokens, perChunk, leftOut }: PromptMeasure): string {
  if (leftOut !== '') return `${tokens} tokens; limit ${perChunk}`;
  const parts = Math.ceil(tokens / perChunk);
  return parts > 1 ? `${tokens} tokens, read in ${parts} parts` : `${tokens} of ${perChunk} tokens`;
}
