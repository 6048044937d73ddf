import { ArrowUp, Paperclip, Square } from 'lucide-react';
import { useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { DraftStorage } from '../../../storage/drafts.ts';
import type { ShownPicture } from '../../../storage/conversations.ts';
import { Button } from '../../../ui/Button.tsx';
import { AttachedPictures, DEFAULT_QUESTION } from './AttachedPictures.tsx';

/** More would leave little room for an answer. */
const MAX_ATTACHED = 4;

/** What others may do to the question that is being written. */
export interface ComposerHandle {
  /** Appends a block to the text. */
  append(block: string): void;
  /** Shows a picture with the question. */
  attach(picture: ShownPicture): void;
}

interface ComposerProps {
  ref?: React.Ref<ComposerHandle>;
  conversationId: string | null;
  drafts: DraftStorage;
  isBusy: boolean;
  /** Whether the model looks at pictures. */
  takesPictures: boolean;
  onSend(text: string, pictures: readonly ShownPicture[]): void;
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
  const { ref, conversationId, drafts, isBusy, takesPictures } = props;
  const { onSend, onStop, onEditLast, onFocus, onAddFiles } = props;
  const [text, setText] = useState(() => drafts.read(conversationId));
  const [pictures, setPictures] = useState(() => drafts.readPictures(conversationId));
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  function change(next: string) {
    setText(next);
    drafts.write(conversationId, next);
  }
  function show(next: readonly ShownPicture[]) {
    setPictures(next);
    drafts.writePictures(conversationId, next);
  }
  useImperativeHandle(ref, () => ({
    attach(picture) {
      const others = pictures.filter(({ url }) => url !== picture.url);
      show([...others, picture].slice(-MAX_ATTACHED));
      field.current?.focus();
    },
    append(block) {
      setText((before) => {
        const next = before.trim() === '' ? block : `${before.trimEnd()}\n\n${block}`;
        drafts.write(conversationId, next);
        return next;
      });
      field.current?.focus();
    },
  }));
  const isEmpty = text.trim() === '' && pictures.length === 0;
  function send(question = text) {
    if (isBusy || isEmpty) return;
    change('');
    show([]);
    onSend(question.trim() === '' ? DEFAULT_QUESTION : question, pictures);
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
      className="rounded-2xl border bg-raised p-2 shadow-sm transition-colors focus-within:border-line-strong"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {pictures.length > 0 && (
        <AttachedPictures
          pictures={pictures}
          offersQuestions={text.trim() === '' && !isBusy}
          onRemove={(removed) => show(pictures.filter((picture) => picture !== removed))}
          onAsk={send}
        />
      )}
      <div className="flex items-end gap-2">
        <FileButton takesPictures={takesPictures} onAdd={onAddFiles} />
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
        <SendButton isBusy={isBusy} isEmpty={isEmpty} onStop={onStop} />
      </div>
    </form>
  );
}

interface SendButtonProps {
  isBusy: boolean;
  isEmpty: boolean;
  onStop(): void;
}

/** Sends; while an answer is written, stops it. */
function SendButton({ isBusy, isEmpty, onStop }: SendButtonProps) {
  if (isBusy)
    return (
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
    );
  return (
    <Button
      key="send"
      type="submit"
      kind="primary"
      size="icon"
      aria-label="Send"
      disabled={isEmpty}
      className="rounded-xl"
    >
      <ArrowUp />
    </Button>
  );
}

/** Chooses files; they can be dropped and pasted as well. */
function FileButton({
  takesPictures,
  onAdd,
}: Pick<ComposerProps, 'takesPictures'> & { onAdd(files: Iterable<File>): void }) {
  const picker = useRef<HTMLInputElement>(null);
  const label = takesPictures ? 'Add a picture or a text file' : 'Add a text file';
  return (
    <>
      <Button
        kind="quiet"
        size="icon"
        aria-label={label}
        title={label}
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
        aria-label={takesPictures ? 'Pictures and text files to add' : 'Text files to add'}
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}
