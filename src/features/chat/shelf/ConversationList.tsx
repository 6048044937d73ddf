import {
  Ellipsis,
  FileJson,
  FileText,
  FolderInput,
  PenLine,
  PinOff,
  Search,
  SquarePen,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { StoredConversation } from '../../../storage/conversations.ts';
import { DeleteIcon, PinIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { DeletedNotice } from '../../../ui/DeletedNotice.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { INPUT } from '../../../ui/Field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';
import { groupConversations } from './group-conversations.ts';

export interface ConversationListProps {
  conversations: readonly StoredConversation[] | null;
  openId: string | null;
  /** Title of the one that was deleted a moment ago. */
  removedTitle: string | null;
  hrefOf(conversationId: string): string;
  onNew(): void;
  onOpen(): void;
  onRename(conversationId: string, title: string): void;
  onTogglePin(conversationId: string): void;
  onRemove(conversationId: string): void;
  onUndoRemove(): void;
  onExport(conversationId: string, format: 'markdown' | 'json'): void;
  onExportAll(): void;
  onImport(file: File): void;
  /** Ids of conversations in which a message has the words. */
  search(words: string): Promise<string[]>;
}

export function ConversationList(props: ConversationListProps) {
  const { conversations, removedTitle, onNew, onUndoRemove } = props;
  const [words, setWords] = useState('');
  const found = useSearch(words, props.search);
  const shown = conversations?.filter(
    ({ id, title }) =>
      found === null || found.has(id) || title.toLowerCase().includes(words.toLowerCase()),
  );
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
          <Search aria-hidden className="absolute top-2.5 left-3 size-4 text-faint" />
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
        {groupConversations(shown ?? [], new Date()).map(({ heading, conversations: group }) => (
          <section key={heading} aria-label={heading}>
            <h2 className="px-3 pb-1 text-xs font-medium text-faint">{heading}</h2>
            <ul>
              {group.map((conversation) => (
                <Entry key={conversation.id} conversation={conversation} {...props} />
              ))}
            </ul>
          </section>
        ))}
        {conversations?.length === 0 && (
          <p className="px-3 py-2 text-sm text-faint">
            Your conversations appear here. They stay in this browser.
          </p>
        )}
        {words !== '' && shown?.length === 0 && (
          <p className="px-3 py-2 text-sm text-faint">No matches.</p>
        )}
      </div>
      <DeletedNotice title={removedTitle} onUndo={onUndoRemove} />
    </nav>
  );
}

function Entry({
  conversation,
  openId,
  hrefOf,
  onOpen,
  onRename,
  onTogglePin,
  onRemove,
  onExport,
}: ConversationListProps & { conversation: StoredConversation }) {
  const { id, title, isPinned = false } = conversation;
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming)
    return (
      <li>
        <TitleEditor
          title={title}
          onDone={(next) => {
            setRenaming(false);
            if (next !== null) onRename(id, next);
          }}
        />
      </li>
    );
  return (
    <li
      className={joinClasses(
        'group relative flex items-center rounded-control',
        id === openId ? 'bg-sunken' : 'hover:bg-sunken/60',
      )}
    >
      <a
        href={hrefOf(id)}
        onClick={onOpen}
        aria-current={id === openId ? 'page' : undefined}
        title={title}
        className="min-w-0 flex-1 truncate rounded-control px-3 py-2 text-sm group-focus-within:pr-9 group-hover:pr-9 touch:py-3"
      >
        {title}
      </a>
      <Menu
        align="end"
        trigger={
          <Button
            kind="quiet"
            size="icon-small"
            aria-label={`More for ${title}`}
            className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 pointer-coarse:opacity-100 pointer-fine:absolute pointer-fine:right-0.5"
          >
            <Ellipsis />
          </Button>
        }
      >
        <MenuItem onSelect={() => onTogglePin(id)}>
          {isPinned ? <PinOff /> : <PinIcon />} {isPinned ? 'Unpin' : 'Pin'}
        </MenuItem>
        <MenuItem onSelect={() => setRenaming(true)}>
          <PenLine /> Rename
        </MenuItem>
        <MenuItem onSelect={() => onExport(id, 'markdown')}>
          <FileText /> Export as Markdown
        </MenuItem>
        <MenuItem onSelect={() => onExport(id, 'json')}>
          <FileJson /> Export as JSON
        </MenuItem>
        <MenuSeparator />
        <MenuItem isDangerous onSelect={() => onRemove(id)}>
          <DeleteIcon /> Delete
        </MenuItem>
      </Menu>
    </li>
  );
}

/** `null`: left as it was. */
function TitleEditor({ title, onDone }: { title: string; onDone(title: string | null): void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      aria-label="Title"
      defaultValue={title}
      onBlur={(event) => onDone(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(event.currentTarget.value);
        if (event.key === 'Escape') onDone(null);
        event.stopPropagation();
      }}
      className={INPUT}
    />
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

const SEARCH_AFTER_MS = 150;

/** Ids of the conversations found; `null` while nothing is searched for. */
function useSearch(
  words: string,
  search: (words: string) => Promise<string[]>,
): ReadonlySet<string> | null {
  const [result, setResult] = useState<{ words: string; ids: ReadonlySet<string> }>({
    words: '',
    ids: new Set(),
  });
  useEffect(() => {
    if (words.trim() === '') return;
    let isCurrent = true;
    const timer = setTimeout(
      () =>
        void search(words.trim()).then(
          (ids) => isCurrent && setResult({ words, ids: new Set(ids) }),
        ),
      SEARCH_AFTER_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [words, search]);
  if (words.trim() === '') return null;
  return result.ids;
}
