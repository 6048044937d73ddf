import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { SHORTCUTS } from './use-shortcuts.ts';

export default function ShortcutSheet({ onClose }: { onClose(): void }) {
  const mod = /mac/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title="Keyboard shortcuts">
      <dl className="divide-y overflow-y-auto px-5 py-2">
        {SHORTCUTS.map(({ keys, text }) => (
          <div key={text} className="flex items-center justify-between gap-4 py-2.5">
            <dt>{text}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key === 'Mod' ? mod : key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
