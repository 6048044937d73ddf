import { Ellipsis, FileJson, FileText, PenLine, PinOff } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { StoredConversation } from '../../../storage/conversations.ts';
import { DeleteIcon, PinIcon } from '../../../ui/action-icons.ts';
import { Button } from '../../../ui/Button.tsx';
import { joinClasses } from '../../../ui/class-names.ts';
import { INPUT } from '../../../ui/Field.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx';

/** What can be done with a listed conversation. */
export interface EntryActions {
  hrefOf(conversationId: string): string;
  onOpen(): void;
  onRename(conversationId: string, title: string): void;
  onTogglePin(conversationId: string): void;
  onRemove(conversationId: string): void;
  onExport(conversationId: string, format: 'markdown' | 'json'): void;
}

interface ConversationEntryProps extends EntryActions {
  conversation: StoredConversation;
  openId: string | null;
  /** In its list, of which only a part is mounted. */
  place: { 'aria-setsize': number; 'aria-posinset': number };
}

export function ConversationEntry({
  conversation,
  place,
  openId,
  hrefOf,
  onOpen,
  onRename,
  onTogglePin,
  onRemove,
  onExport,
}: ConversationEntryProps) {
  const { id, title, isPinned = false } = conversation;
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming)
    return (
      <li {...place} className={HEIGHT}>
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
      {...place}
      className={joinClasses(
        HEIGHT,
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

/** The same for all, whatever is in them: the list counts on it. */
const HEIGHT = 'h-9 touch:h-11';
