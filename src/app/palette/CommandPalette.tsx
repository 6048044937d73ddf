import { Command } from 'cmdk';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { Dialog } from '../../ui/Dialog.tsx';
import { navigate } from '../address.ts';
import { listGroups, type PaletteActions } from './palette-groups.ts';
import { searchEntries, splitQuery, type PaletteEntry } from './palette-search.ts';
import type { Studio } from '../studio.ts';

interface CommandPaletteProps extends PaletteActions {
  studio: Studio;
  onClose(): void;
}

/** Of each kind: while nothing is typed the newest few, then the best. */
const LIMITS = { empty: 4, typed: 8 };
/** Nothing typed: all actions are shown, as a menu of what there is. */
const ALL_ACTIONS = 20;
const QUIET_MS = 150;

const ITEM =
  'flex cursor-pointer items-center gap-3 rounded-md px-3 py-2 text-sm data-[selected=true]:bg-sunken touch:min-h-11';
const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint';

/** Everything by name: type a few letters, press Enter. */
export default function CommandPalette({
  studio,
  onClose,
  perform,
  openPicture,
}: CommandPaletteProps) {
  const [query, setQuery] = useState('');
  const words = splitQuery(useDeferredValue(query));
  const results = useResults(studio, { perform, openPicture }, words, query.trim());
  const run = (entry: PaletteEntry) => () => {
    onClose();
    entry.run();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Command palette"
      isTitleHidden
    >
      <Command label="Command palette" shouldFilter={false} className="flex min-h-0 flex-col">
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder="Search for anything"
          className="w-full border-b bg-transparent px-5 py-4 outline-none placeholder:text-faint"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-sm text-faint">
            No matches
          </Command.Empty>
          {results.map(({ title, entries }) => (
            <Command.Group key={title} heading={title} className={GROUP}>
              {entries.map((entry) => (
                <Command.Item
                  key={entry.key}
                  value={`${title} ${entry.key}`}
                  onSelect={run(entry)}
                  className={ITEM}
                >
                  <span className="min-w-0 flex-1 truncate">{entry.title}</span>
                  {entry.detail && (
                    <span className="shrink-0 text-xs text-faint">{entry.detail}</span>
                  )}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

function useResults(
  studio: Studio,
  actions: PaletteActions,
  words: readonly string[],
  query: string,
) {
  const { perform, openPicture } = actions;
  const conversations = useStore(studio.chatStore, (state) => state.conversations);
  const foundIds = useConversationsWith(studio, query);
  const groups = useMemo(
    () => listGroups(studio, { perform, openPicture }),
    [studio, perform, openPicture],
  );
  const key = words.join(' ');
  return useMemo(() => {
    const typed = key.split(' ').filter(Boolean);
    const found = groups.map(({ title, entries }) => {
      const few = typed.length > 0 ? LIMITS.typed : LIMITS.empty;
      return {
        title,
        entries: searchEntries(entries(), typed, title === 'Actions' && !key ? ALL_ACTIONS : few),
      };
    });
    const inside = found.find(({ title }) => title === 'Conversations')?.entries ?? [];
    for (const { id, title } of conversations ?? []) {
      if (inside.length >= LIMITS.typed) break;
      if (!foundIds.has(id) || inside.some((entry) => entry.key === id)) continue;
      inside.push({
        key: id,
        title,
        detail: 'in its messages',
        run: () => navigate(`/chat/${id}`),
      });
    }
    return found.filter(({ entries }) => entries.length > 0);
  }, [groups, key, conversations, foundIds]);
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Conversations that have the words in their messages, by id: the store is asked once nothing has
 * been typed for a moment.
 */
function useConversationsWith({ chatStore }: Studio, key: string): ReadonlySet<string> {
  const [found, setFound] = useState<{ key: string; ids: ReadonlySet<string> }>({
    key: '',
    ids: NONE,
  });
  useEffect(() => {
    if (key.length < 2) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void chatStore
        .getState()
        .search(key)
        .then((ids) => isCurrent && setFound({ key, ids: new Set(ids) }))
        .catch(() => undefined);
    }, QUIET_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [chatStore, key]);
  return found.key === key ? found.ids : NONE;
}
