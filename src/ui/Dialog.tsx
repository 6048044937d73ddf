import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { joinClasses } from './class-names.ts';
import { useHistoryStep } from './history-step.ts';
import { IconButton } from './IconButton.tsx';

interface DialogProps {
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  /** Names the dialog; `isTitleHidden` keeps it for screen readers. */
  title: string;
  isTitleHidden?: boolean;
  /** In the middle, from an edge of the screen, or over all of it. */
  place?: 'centre' | 'left' | 'right' | 'full';
  className?: string;
  children: ReactNode;
}

const PLACES = {
  centre:
    'top-[12vh] left-1/2 w-[min(36rem,calc(100vw-2rem))] max-h-[76vh] -translate-x-1/2 rounded-xl',
  left: 'inset-y-0 left-0 w-[min(20rem,85vw)]',
  right: 'inset-y-0 right-0 w-[min(22rem,90vw)]',
  full: 'inset-0 border-0',
};

/**
 * The dialog itself takes the focus, unless a field in it asked for it: a focused button would show
 * its tooltip.
 */
function focusDialog(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement).focus();
}

/** A link in a dialog takes the place of the dialog's step in the history. */
function followInPlace(event: React.MouseEvent): void {
  const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[href^="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.href);
}

/**
 * A modal dialog, and a step of the history: Back closes it. The backdrop is our own element
 * instead of Radix' overlay, whose scroll lock writes a style element into the page, which the
 * content security policy forbids; nothing behind scrolls anyway.
 */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  isTitleHidden = false,
  place = 'centre',
  className,
  children,
}: DialogProps) {
  useHistoryStep(isOpen, () => onOpenChange(false));
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 z-40 bg-black/40" aria-hidden />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusDialog}
          onClickCapture={followInPlace}
          className={joinClasses(
            'fixed z-50 flex flex-col overflow-hidden border bg-surface shadow-float focus:outline-none',
            PLACES[place],
            className,
          )}
        >
          <div
            className={
              isTitleHidden ? 'sr-only' : 'flex items-center justify-between border-b px-5 py-3'
            }
          >
            <Radix.Title className="font-display text-lg">{title}</Radix.Title>
            {!isTitleHidden && (
              <Radix.Close asChild>
                <IconButton label="Close" shortcut="Esc">
                  <X />
                </IconButton>
              </Radix.Close>
            )}
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
