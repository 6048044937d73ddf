import type { Classification, Reason } from './context.ts';

/** What is known of a brief, and why. A field that is missing or undefined says nothing. */
export type Findings = {
  [Field in keyof Classification]?:
    { value: NonNullable<Classification[Field]>; reason: Reason } | undefined;
};
