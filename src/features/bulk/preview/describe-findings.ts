import { wordsOf } from '../chain/operation-table.ts';

/** What operations found out, in lines such as "Focal point: x 0.31, y 0.4". */
export function describeFindings(findings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(findings)
    .filter(([, value]) => value !== undefined)
    .map(([kind, value]) => `${wordsOf(kind)}: ${describeValue(value)}`);
}

function describeValue(value: unknown): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map(describeValue).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${wordsOf(name).toLowerCase()} ${describeValue(part)}`)
    .join(', ');
}
