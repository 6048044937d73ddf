import type { OperationRequest } from '../../engine/image-ops/image-ops-engine.ts';
import type { WireOperation } from './studio-schema.ts';

/** Operations by their names or with options; `convert-webp` is `convert` to webp. */
export function toOperations(
  wire: readonly WireOperation[],
  options: Readonly<Record<string, unknown>> = {},
): OperationRequest[] {
  return wire.map((each) => {
    if (typeof each !== 'string') return { op: each.op, options: each.options ?? {} };
    const [, format] = /^convert-(\w+)$/.exec(each) ?? [];
    const given = options[each] ?? {};
    if (format === undefined || typeof given !== 'object') return { op: each, options: given };
    return { op: 'convert', options: { ...given, format } };
  });
}
