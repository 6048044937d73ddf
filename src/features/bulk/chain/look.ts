import type { LucideIcon } from 'lucide-react';
import type { StepOptions } from './chain-store.ts';

/** How an option is shown. What is left out follows from the option's schema. */
export interface FieldLook {
  label: string;
  /** One sentence, where the label does not say enough. */
  hint?: string;
  kind?: 'slider' | 'colour' | 'lines';
  unit?: string;
  /** So many of what the option counts are one of the unit: 1000 bytes are one kB. */
  unitSize?: number;
  /** What an option without a value and without a default is. Default: "Automatic". */
  automatic?: string;
  /** Words of a choice as people read them. */
  words?: Readonly<Record<string, string>>;
  /** Of a group, or of each row of a list. */
  fields?: FieldLooks;
  /** What a group begins with when it is turned on, or a new row. */
  begin?: StepOptions;
  /** One of a list's rows: "size". */
  rowName?: string;
  /** Seldom needed: folded away at the end. */
  isExtra?: boolean;
}

export type FieldLooks = Readonly<Record<string, FieldLook>>;

/** One of the things that an operation can do, which need different options. */
export interface OperationVariant {
  label: string;
  /** What it is told by: the first variant that has one of its own options set. */
  own: readonly string[];
  /** What is set when it is chosen. */
  begin: StepOptions;
  /** What else it has. */
  shared: readonly string[];
}

export interface OperationLook {
  title: string;
  /** One line. */
  help: string;
  icon: LucideIcon;
  /** In the order of the form; options without a line come after them. */
  fields?: FieldLooks;
  /** What a new step begins with, beside the defaults. */
  begin?: StepOptions;
  variants?: readonly OperationVariant[];
}
