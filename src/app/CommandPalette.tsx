import { Command } from 'cmdk';
import { useStore } from 'zustand';
import { SCREENS } from '../engine/screens.ts';
import { Dialog } from '../ui/Dialog.tsx';
import type { Studio } from './studio.ts';

interface CommandPaletteProps {
  studio: Studio;
  onClose(): void;
  onPerform(action: string): void;
  onOpenConversation(conversationId: string): void;
}

const ACTIONS = [
  { action: 'new-chat', text: 'New chat' },
  ...SCREENS.map(({ id, title }) => ({ action: `open:${id}`, text: `Go to ${title}` })),
  { action: 'open:device', text: 'Show the device and what is in memory' },
  { action: 'open:shortcuts', text: 'Keyboard shortcuts' },
];

const ITEM = 'cursor-pointer rounded-md px-3 py-2 text-sm data-[selected=true]:bg-sunken';
const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint';

/** Everything by name: type a few letters, press Enter. */
export default function CommandPalette({ studio, onClose, onPerform, onOpenConversation }: CommandPaletteProps) {
  const { conversations } = useStore(studio.chatStore);
  const { change } = studio.settings.getState();
  const run = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Command palette" isTitleHidden>
      <Command label="Command palette" className="flex min-h-0 flex-col">
        <Command.Input
          autoFocus
          placeholder="Search for an action or a conversation"
          className="w-full border-b bg-transparent px-5 py-4 outline-none placeholder:text-faint"
        />
        <Command.List className="min-h-0 flex-1 overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-sm text-faint">Nothing by that name</Command.Empty>
          <Command.Group heading="Actions" className={GROUP}>
            {ACTIONS.map(({ action, text }) => (
              <Command.Item key={action} onSelect={run(() => onPerform(action))} className={ITEM}>
                {text}
              </Command.Item>
            ))}
            {(['light', 'dark', 'system'] as const).map((theme) => (
              <Command.Item key={theme} onSelect={run(() => change({ theme }))} className={ITEM}>
                Theme: {theme === 'system' ? 'like the system' : theme}
              </Command.Item>
            ))}
          </Command.Group>
          {conversations && conversations.length > 0 && (
            <Command.Group heading="Conversations" className={GROUP}>
              {conversations.map(({ id, title }) => (
                <Command.Item
                  key={id}
                  value={`${title} ${id}`}
                  onSelect={run(() => onOpenConversation(id))}
                  className={ITEM}
                >
                  {title}
                </Command.Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}
