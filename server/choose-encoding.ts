/**
 * Encodings that files are kept in beside the file itself, the smallest first, with what their
 * names end in.
 */
export const ENCODINGS = [
  { encoding: 'br', ending: '.br' },
  { encoding: 'gzip', ending: '.gz' },
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The encodings that an `Accept-Encoding` allows, the one that is liked best first; of two liked
 * the same, the smaller.
 */
export function listAccepted(header: string | undefined): Encoding[] {
  const weights = new Map((header ?? '').toLowerCase().split(',').map(readWeight));
  const weightOf = ({ encoding }: Encoding) => weights.get(encoding) ?? weights.get('*') ?? 0;
  return ENCODINGS.filter((each) => weightOf(each) > 0).sort((a, b) => weightOf(b) - weightOf(a));
}

/** `gzip;q=0.8` as name and weight. What has no weight has 1, and what is none has 0. */
function readWeight(item: string): [string, number] {
  const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
  const weight = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
  return [name, Number(weight) || 0];
}
