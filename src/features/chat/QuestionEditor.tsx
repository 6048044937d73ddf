import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';

interface QuestionEditorProps {
  text: string;
  onSend(text: string): void;
  onCancel(): void;
}

/** An earlier question, to be asked differently: a branch beside the old one, which stays. */
export function QuestionEditor({ text, onSend, onCancel }: QuestionEditorProps) {
  const [draft, setDraft] = useState(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  function handleKey(event: React.KeyboardEvent) {
    const isSend = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
    if (event.key === 'Escape') onCancel();
    else if (isSend && draft.trim() !== '') onSend(draft);
    else return;
    event.preventDefault();
  }
  return (
    <form
      aria-label="Edit the question"
      className="rounded-2xl border bg-raised p-2 focus-within:border-line-strong"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(draft);
      }}
    >
      <textarea
        ref={field}
        aria-label="Question"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={handleKey}
        className="field-sizing-content max-h-[50vh] w-full resize-none bg-transparent px-2 py-1.5 outline-none"
      />
      <div className="flex justify-end gap-2">
        <Button kind="quiet" size="small" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" kind="primary" size="small" disabled={draft.trim() === ''}>
          Ask again
        </Button>
      </div>
    </form>
  );
}
