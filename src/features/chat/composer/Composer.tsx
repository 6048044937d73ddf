import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { DraftStorage } from '../../../storage/drafts.ts';
import { Button } from '../../../ui/Button.tsx';

/** What others may do to the question that is being written. */
export interface ComposerHandle {
  /** Appends a block to the text. */
  append(block: string): void;
}

interface ComposerProps {
  ref?: React.Ref<ComposerHandle>;
  conversationId: string | null;
  drafts: DraftStorage;
  isBusy: boolean;
  onSend(text: string): void;
  onStop(): void;
  /** Opens the last question for editing. */
  onEditLast(): void;
  /** Called when the user is about to write: time to get the model ready. */
  onFocus(): void;
  onAddFiles(files: Iterable<File>): void;
}

/**
 * Where messages are written. What was typed and not sent survives a reload, conversation by
 * conversation.
 */
export function Composer(props: ComposerProps) {
  const { ref, conversationId, drafts, isBusy, onSend, onStop, onEditLast, onFocus, onAddFiles } =
    props;
  const [text, setText] = useState(() => drafts.read(conversationId));
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  function change(next: string) {
    setText(next);
    drafts.write(conversationId, next);
  }
  useImperativeHandle(ref, () => ({
    append(block) {
      setText((before) => {
        const next = before.trim() === '' ? block : `${before.trimEnd()}\n\n${block}`;
        drafts.write(conversationId, next);
        return next;
      });
      field.current?.focus();
    },
  }));
  function send() {
    if (isBusy || text.trim() === '') return;
    change('');
    onSend(text);
  }
  function handleKey(event: React.KeyboardEvent) {
    if (event.key === 'ArrowUp' && text === '' && !isBusy) {
      event.preventDefault();
      onEditLast();
    }
    const isEnter = event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
    // On a touch keyboard Enter is the only way to a new line.
    if (!isEnter || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      className="flex items-end gap-2 rounded-2xl border bg-raised p-2 shadow-sm transition-colors focus-within:border-line-strong"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <FileButton onAdd={onAddFiles} />
      <textarea
        ref={field}
        id="composer"
        rows={1}
        value={text}
        placeholder="Ask, or describe what you need"
        aria-label="Message"
        aria-keyshortcuts="/"
        onFocus={onFocus}
        onChange={(event) => change(event.target.value)}
        onKeyDown={handleKey}
        className="field-sizing-content max-h-[40vh] min-h-10 flex-1 resize-none bg-transparent py-2 outline-none placeholder:text-faint touch:min-h-11"
      />
      {isBusy ? (
        <Button
          key="stop"
          kind="primary"
          size="icon"
          aria-label="Stop"
          aria-keyshortcuts="Escape"
          onClick={onStop}
          className="rounded-xl"
        >
          <Square fill="currentColor" />
        </Button>
      ) : (
        <Button
          key="send"
          type="submit"
          kind="primary"
          size="icon"
          aria-label="Send"
          disabled={text.trim() === ''}
          className="rounded-xl"
        >
          <ArrowUp />
        </Button>
      )}
    </form>
  );
}

/** Chooses files; they can be dropped and pasted as well. */
function FileButton({ onAdd }: { onAdd(files: Iterable<File>): void }) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        kind="quiet"
        size="icon"
        aria-label="Add a text file"
        title="Add a text file"
        className="rounded-xl"
        onClick={() => picker.current?.click()}
      >
        <Paperclip />
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Text files to add"
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
