import {
  cloneElement,
  lazy,
  Suspense,
  useState,
  type ButtonHTMLAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';

/** Loaded when first opened: the first page does without. */
const OpenedPopover = lazy(() => import('./OpenedPopover.tsx'));

export interface PopoverProps {
  trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>;
  /** Its accessible name. */
  label: string;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  children: ReactNode;
}

/** A button, and what it shows beside itself. */
export function Popover(props: PopoverProps) {
  const { trigger, isOpen, onOpenChange } = props;
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);
  const button = cloneElement(trigger, {
    'aria-haspopup': 'dialog',
    'aria-expanded': isOpen,
    onClick: () => onOpenChange(!isOpen),
  });
  return wasOpen ? (
    <Suspense fallback={button}>
      <OpenedPopover {...props} />
    </Suspense>
  ) : (
    button
  );
}
