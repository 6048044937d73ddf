import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { Tooltip } from './Tooltip.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label' | 'asChild'> {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  /** Says more than the name, in the tooltip. Default: the name. */
  hint?: string;
  /** Key that does the same, shown in the tooltip. */
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

/** A button that is an icon alone. */
export function IconButton({
  label,
  hint = label,
  shortcut,
  side = 'top',
  kind = 'quiet',
  size = 'icon-small',
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip side={side} text={shortcut ? `${hint} (${shortcut})` : hint}>
      <Button aria-label={label} kind={kind} size={size} {...props}>
        {children}
      </Button>
    </Tooltip>
  );
}
