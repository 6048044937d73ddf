import { clsx, type ClassValue } from 'clsx';
import { createTailwindMerge } from 'tailwind-merge';
import { CLASS_GROUPS } from './class-groups.ts';

const merge = createTailwindMerge(() => CLASS_GROUPS);

/** Joins class names; of two Tailwind classes that contradict each other the later one wins. */
export function joinClasses(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
