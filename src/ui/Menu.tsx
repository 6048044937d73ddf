import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { joinClasses } from './class-names.ts';

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  align?: 'start' | 'end';
  className?: string;
  children: ReactNode;
}

export function Menu({ trigger, align = 'start', className, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className={joinClasses(
            'z-50 max-h-[min(70vh,var(--radix-dropdown-menu-content-available-height))] min-w-44 overflow-y-auto rounded-control border bg-raised p-1 shadow-float',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  'flex items-center gap-2 rounded-md px-2.5 py-2 text-sm outline-none touch:min-h-11 data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0';

export function MenuItem({
  onSelect,
  isDangerous = false,
  children,
}: {
  onSelect(): void;
  isDangerous?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Item onSelect={onSelect} className={joinClasses(ITEM, isDangerous && 'text-danger')}>
      {children}
    </Radix.Item>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-faint">
      {children}
    </Radix.Label>
  );
}

export const MenuSeparator = () => <Radix.Separator className="my-1 h-px bg-line" />;

interface MenuChoiceProps<T extends string> {
  value: T;
  onChange(value: T): void;
  children: ReactNode;
}

/** A group with one chosen item. */
export function MenuChoices<T extends string>({ value, onChange, children }: MenuChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      {children}
    </Radix.RadioGroup>
  );
}

export function MenuChoice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem value={value} className={joinClasses(ITEM, 'relative items-start pl-8')}>
      <Radix.ItemIndicator className="absolute top-2.5 left-2.5">
        <Check className="text-accent" />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}
