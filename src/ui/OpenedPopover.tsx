import { Popover as Radix } from 'radix-ui';
import type { PopoverProps } from './Popover.tsx';

/** The popover itself, and its trigger from when it is opened first. */
export default function OpenedPopover({
  trigger,
  label,
  isOpen,
  onOpenChange,
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="end"
          sideOffset={8}
          collisionPadding={12}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] rounded-xl border bg-raised p-4 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
