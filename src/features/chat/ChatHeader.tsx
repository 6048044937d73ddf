import { PanelLeft, SlidersHorizontal, SquarePen } from 'lucide-react';
import { IconButton } from '../../ui/IconButton.tsx';
import type { ChatScreenProps } from './ChatScreen.tsx';
import { ReadAnswersSwitch } from './composer/ReadAnswersSwitch.tsx';

/**
 * The model and what opens beside the conversation. On a phone the name of the model has the room;
 * less needed switches are in the settings.
 */
export function ChatHeader({
  address,
  model,
  panel,
  headerEnd,
  onOpenList,
}: Pick<ChatScreenProps, 'address' | 'model' | 'panel' | 'headerEnd'> & { onOpenList(): void }) {
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-1 border-b px-2 sm:px-4">
      <IconButton label="Conversations" side="bottom" className="lg:hidden" onClick={onOpenList}>
        <PanelLeft />
      </IconButton>
      <IconButton
        label="New chat"
        side="bottom"
        className="mr-1 lg:hidden"
        onClick={() => address.onNavigate(null)}
      >
        <SquarePen />
      </IconButton>
      <div className="min-w-0 flex-1 max-[22.5rem]:order-last max-[22.5rem]:basis-full">
        {model.picker}
      </div>
      <span className="hidden sm:contents">
        <ReadAnswersSwitch isOn={panel.readsAnswers} onChange={panel.onReadAnswers} />
      </span>
      <IconButton
        label="Chat settings"
        side="bottom"
        aria-pressed={panel.isOpen}
        className="aria-pressed:bg-sunken aria-pressed:text-ink sm:mr-1"
        onClick={() => panel.onToggle(!panel.isOpen)}
      >
        <SlidersHorizontal />
      </IconButton>
      {headerEnd}
    </header>
  );
}
