import { Ellipsis, FileJson, FolderInput, Search, SquarePen } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { StoredConversation } from '../../../storage/conversations.ts';
import { CancelIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { DeletedNotice } from '../../../ui/DeletedNotice.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { INPUT } from '../../../ui/Field.tsx';
import { Menu, MenuItem } from '../../../ui/Menu.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { useRowWindow } from '../../../ui/use-row-window.ts';
import type { ImportProgress } from '../store/chat-state.ts';
import { ConversationEntry, type EntryActions } from './ConversationEntry.tsx';
import { groupConversations, type ConversationGroup } from './group-conversations.ts';

export interface ConversationListProps extends EntryActions {
  conversations: readonly StoredConversation[] | null;
  /** Conversations of a file, as far as they are kept. */
  importing: ImportProgress | null;
  onCancelImport(): void;
  openId: string | null;
  /** Title of the one that was deleted a moment ago. */
  removedTitle: string | null;
  onNew(): void;
  onUndoRemove(): void;
  onExportAll(): void;
  onImport(file: File): void;
  /** Ids of conversations in which a message has the words. */
  search(words: string): Promise<string[]>;
}

export function ConversationList(props: ConversationListProps) {
  const { conversations, removedTitle, onNew, onUndoRemove } = props;
  const [words, setWords] = useState('');
  const { found, status } = useSearch(words, props.search);
  const shown = useMemo(
    () => (found ? filterByWords(conversations ?? [], found, words) : (conversations ?? [])),
    [conversations, found, words],
  );
  const groups = useMemo(() => groupConversations(shown, new Date()), [shown]);
  return (
    <nav aria-label="Conversations" className="flex h-full flex-col gap-3 p-3">
      <div className="flex gap-1">
        <Button kind="secondary" onClick={onNew} className="flex-1">
          <SquarePen />
          New chat
        </Button>
        <FilesMenu {...props} />
      </div>
      {conversations && conversations.length > 0 && (
        <div className="relative">
          <Search aria-hidden className="absolute inset-y-0 left-3 my-auto size-4 text-faint" />
          <input
            type="search"
            aria-label="Search conversations"
            placeholder="Search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            className={joinClasses(INPUT, 'pl-9')}
          />
        </div>
      )}
      <div className="-mx-1 flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-1 pb-1">
        {groups.map((group, index) => (
          <Group
            key={group.heading}
            {...props}
            {...group}
            hasRoom={index === 0 || shown.length <= FEW}
          />
        ))}
        {conversations?.length === 0 && (
          <p className="px-3 py-2 text-sm text-faint">
            Your conversations appear here. They stay in this browser.
          </p>
        )}
        {found && (shown.length === 0 || status === 'failed') && (
          <p role="status" className="px-3 py-2 text-sm text-faint">
            {SEARCH_SENTENCES[status]}
          </p>
        )}
      </div>
      {props.importing && <Importing {...props.importing} onCancel={props.onCancelImport} />}
      <DeletedNotice title={removedTitle} onUndo={onUndoRemove} />
    </nav>
  );
}

/** So many are mounted at once; of groups below a longer one, one until they come into sight. */
const FEW = 60;

/** The conversations of a day or month: those that are in sight, or nearly. */
function Group({
  heading,
  conversations: group,
  hasRoom,
  ...props
}: ConversationListProps & ConversationGroup & { hasRoom: boolean }) {
  const { ref, from, to, style } = useRowWindow(group.length, hasRoom ? FEW : 1);
  return (
    <section aria-label={heading}>
      <h2 className="px-3 pb-1 text-xs font-medium text-faint">{heading}</h2>
      <ul ref={ref} style={style}>
        {group.slice(from, to).map((conversation, index) => (
          <ConversationEntry
            key={conversation.id}
            {...props}
            conversation={conversation}
            place={{ 'aria-setsize': group.length, 'aria-posinset': from + index + 1 }}
          />
        ))}
      </ul>
    </section>
  );
}

function Importing({ stage, done, total, onCancel }: ImportProgress & { onCancel(): void }) {
  const verb = stage === 'reading' ? 'read' : 'added';
  return (
    <section aria-label="Import" className="flex flex-col gap-2 text-sm">
      <div className="flex items-center justify-between gap-2">
        <p className="tabular-nums">
          {done.toLocaleString('en')} of {total.toLocaleString('en')} {verb}
        </p>
        <Button size="small" onClick={onCancel}>
          <CancelIcon /> Cancel
        </Button>
      </div>
      <Progress label={`Conversations ${verb}`} value={done / total} />
    </section>
  );
}

function FilesMenu({ conversations, onExportAll, onImport }: ConversationListProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button kind="secondary" size="icon" aria-label="Import and export" className="h-10">
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onSelect={() => input.current?.click()}>
          <FolderInput /> Import conversations
        </MenuItem>
        {conversations && conversations.length > 0 && (
          <MenuItem onSelect={onExportAll}>
            <FileJson /> Export all conversations
          </MenuItem>
        )}
      </Menu>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        aria-label="File with conversations"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onImport(file);
          event.target.value = '';
        }}
      />
    </>
  );
}

function filterByWords(
  conversations: readonly StoredConversation[],
  found: ReadonlySet<string>,
  words: string,
): StoredConversation[] {
  const wanted = words.toLowerCase();
  return conversations.filter(
    ({ id, title }) => found.has(id) || title.toLowerCase().includes(wanted),
  );
}

const SEARCH_AFTER_MS = 150;

const SEARCH_SENTENCES = {
  searching: 'Searching…',
  done: 'No matches.',
  failed: 'The messages could not be read. Only titles were searched.',
} as const;

interface SearchState {
  /** Ids of the conversations found so far; `null` while nothing is searched for. */
  found: ReadonlySet<string> | null;
  status: 'searching' | 'done' | 'failed';
}

const NOTHING_FOUND: ReadonlySet<string> = new Set();

function useSearch(words: string, search: (words: string) => Promise<string[]>): SearchState {
  const [result, setResult] = useState<SearchState & { words: string }>({
    ...{ words: '', found: NOTHING_FOUND, status: 'done' },
  });
  useEffect(() => {
    if (words.trim() === '') return;
    let isCurrent = true;
    const end = (state: SearchState) => isCurrent && setResult({ words, ...state });
    const timer = setTimeout(
      () =>
        void search(words.trim()).then(
          (ids) => end({ found: new Set(ids), status: 'done' }),
          () => end({ found: NOTHING_FOUND, status: 'failed' }),
        ),
      SEARCH_AFTER_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [words, search]);
  if (words.trim() === '') return { found: null, status: 'done' };
  return { found: result.found, status: result.words === words ? result.status : 'searching' };
}
