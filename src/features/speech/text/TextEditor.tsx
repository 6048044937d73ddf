import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../../ui/Button.tsx';

const ACCEPTED_FILES =
  '.txt,.md,.markdown,.html,.htm,.xhtml,.epub,.docx,.pdf,text/plain,text/markdown,text/html';

interface TextEditorProps {
  text: string;
  onChange(text: string): void;
  onOpenFile(file: File): void;
  onSpeak(): void;
  onFocus(): void;
}

/** Where a text is written or pasted, and a file is opened. */
export function TextEditor({ text, onChange, onOpenFile, onSpeak, onFocus }: TextEditorProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="mx-auto flex w-full max-w-[44rem] flex-1 flex-col py-4 sm:py-6">
      <textarea
        id="speech-text"
        aria-label="Text to speak"
        placeholder="Write or paste a text, or drop a file"
        value={text}
        autoFocus={matchMedia('(pointer: fine)').matches}
        onFocus={onFocus}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          onSpeak();
        }}
        className="min-h-24 w-full flex-1 resize-none bg-transparent font-display text-xl leading-relaxed outline-none placeholder:text-faint sm:min-h-40"
      />
      <div className="flex items-center gap-3 pt-2 text-xs text-faint">
        <Button
          kind="quiet"
          size="small"
          onClick={() => picker.current?.click()}
          className="-ml-2.5"
        >
          <FileUp />
          Open a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept={ACCEPTED_FILES}
          aria-label="File to read"
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) onOpenFile(file);
          }}
        />
        <span className="ml-auto tabular-nums">{describeLength(text)}</span>
      </div>
    </div>
  );
}

/** Words, and how long they take at 150 a minute. */
function describeLength(text: string): string {
  const words = text.match(/\S+/g)?.length ?? 0;
  if (words === 0) return '';
  const minutes = words / 150;
  const length =
    minutes < 1 ? `${Math.max(1, Math.round(minutes * 60))} s` : `${Math.round(minutes)} min`;
  return `${words.toLocaleString('en')} ${words === 1 ? 'word' : 'words'} · about ${length}`;
}
