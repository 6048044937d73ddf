import type { FocalPoint } from '../image-ops/focal/focal-point.ts';
import type { OperationRequest } from '../image-ops/image-ops-engine.ts';

/** A point of a picture: from the left and from the top, 0 to 1. */
export type GivenPoint = Pick<FocalPoint, 'x' | 'y'>;

/** The operations that crop around a point. */
const FOCAL_OPERATIONS: ReadonlySet<string> = new Set(['clip-focal', 'derivatives']);

/** Whether any of them crops around a point that is to be found in each picture. */
export function findsFocalPoint(operations: readonly OperationRequest[]): boolean {
  return operations.some(isLooking);
}

/**
 * The same operations, around the point that somebody has chosen for a picture.
 *
 * @example
 * const operations = [{ op: 'clip-focal', options: { width: 9, height: 9 } }];
 * const [clip] = withFocalPoint(operations, { x: 0, y: 1 });
 * clip; // → { op: 'clip-focal', options: { width: 9, height: 9, focalPoint: { x: 0, y: 1 } } }
 */
export function withFocalPoint(
  operations: readonly OperationRequest[],
  focalPoint: GivenPoint | undefined,
): readonly OperationRequest[] {
  if (!focalPoint) return operations;
  return operations.map((operation) =>
    isLooking(operation)
      ? { ...operation, options: { ...(operation.options as object), focalPoint } }
      : operation,
  );
}

/** A recipe may say the point for all pictures. */
function isLooking({ op, options }: OperationRequest): boolean {
  const given = (options as { focalPoint?: unknown } | undefined)?.focalPoint;
  return FOCAL_OPERATIONS.has(op) && given === undefined;
}
