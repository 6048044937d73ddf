import { intersect, isEmpty } from './automaton.ts';
import { listBranches, type Branch } from './branches.ts';
import { fitsBranch, haveCommonNumber } from './fits.ts';
import type { Part, SchemaDocument } from './schema-document.ts';
import { describeArrays } from './array-shape.ts';
import { describeNumbers } from './number-shape.ts';
import { describeObjects } from './object-shape.ts';
import { listKinds, listValues, listWrittenKinds, type Kind } from './shapes.ts';
import { describeStrings } from './string-shape.ts';

/** Deeper than this, alternatives are taken to overlap. */
const MAX_LEVELS = 4;

/**
 * Whether text written for `written` may also fit `other`. Less is written than would fit (no
 * undeclared properties, for instance). When in doubt, true.
 */
export function mayOverlap(
  document: SchemaDocument,
  written: readonly Part[],
  other: readonly Part[],
  levels = MAX_LEVELS,
): boolean {
  if (levels === 0) return true;
  const others = listBranches(document, other);
  return listBranches(document, written).some((branch) =>
    others.some((fitting) => mayBranchesOverlap(document, branch, fitting, levels)),
  );
}

function mayBranchesOverlap(
  document: SchemaDocument,
  written: Branch,
  other: Branch,
  levels: number,
): boolean {
  const values = listValues(written) ?? listValues(other);
  if (values)
    return values.some((value) =>
      [written, other].every((branch) => fitsBranch(document, branch, value)),
    );
  const kinds = listKinds(other);
  return listWrittenKinds(written).some(
    (kind) => kinds.includes(kind) && OVERLAPS[kind](document, written, other, levels),
  );
}

const OVERLAPS: Record<
  Kind,
  (document: SchemaDocument, written: Branch, other: Branch, levels: number) => boolean
> = {
  null: () => true,
  boolean: () => true,
  number: (_, written, other) => haveCommonNumber(describeNumbers(written), describeNumbers(other)),
  string: (_, written, other) =>
    !isEmpty(intersect(describeStrings(written), describeStrings(other))),
  array: mayArraysOverlap,
  object: mayObjectsOverlap,
};

function mayArraysOverlap(
  document: SchemaDocument,
  written: Branch,
  other: Branch,
  levels: number,
): boolean {
  const [a, b] = [describeArrays(document, written), describeArrays(document, other)];
  const least = Math.max(a.min, b.min);
  if (least > a.max || (b.max < a.min && b.prefixLength === 0)) return false;
  const compared = Math.min(least, Math.max(a.prefixLength, b.prefixLength) + 1);
  return Array.from({ length: compared }, (_, index) => index).every((index) =>
    mayOverlap(document, a.itemAt(index), b.itemAt(index), levels - 1),
  );
}

function mayObjectsOverlap(
  document: SchemaDocument,
  written: Branch,
  other: Branch,
  levels: number,
): boolean {
  const [a, b] = [describeObjects(document, written), describeObjects(document, other)];
  if (a.others.length === 0 && [...b.required].some((name) => !a.names.includes(name)))
    return false;
  // A property that is always there, or must be for the other one.
  const decisive = a.names.filter((name) => a.required.has(name) || b.required.has(name));
  return decisive.every(
    (name) =>
      b.canHave(name) && mayOverlap(document, a.propertyOf(name), b.propertyOf(name), levels - 1),
  );
}
