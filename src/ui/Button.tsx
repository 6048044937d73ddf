import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { joinClasses } from './class-names.ts';

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      kind: {
        primary: 'bg-accent text-accent-ink hover:brightness-110',
        secondary: 'border bg-raised text-ink hover:border-line-strong',
        quiet: 'text-soft hover:bg-sunken hover:text-ink',
        danger: 'text-danger hover:bg-danger-wash',
      },
      // A finger needs 44 pixels.
      size: {
        small: 'h-8 px-2.5 text-[0.8125rem] touch:h-11 touch:min-w-11',
        normal: 'h-10 px-4 text-sm touch:h-11',
        icon: 'size-9 touch:size-11',
        'icon-small': 'size-8 touch:size-11',
      },
    },
    defaultVariants: { kind: 'secondary', size: 'normal' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof look> {
  /** Gives its looks to the only child, such as a link. */
  asChild?: boolean;
}

export function Button({
  className,
  kind,
  size,
  asChild = false,
  type = 'button',
  ...props
}: ButtonProps) {
  const classes = joinClasses(look({ kind, size }), className);
  return asChild ? (
    <Slot.Root className={classes} {...props} />
  ) : (
    <button type={type} className={classes} {...props} />
  );
}
