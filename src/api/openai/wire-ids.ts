/** An id that nothing else has, such as `chatcmpl-1f0c…`. */
export function createId(kind: string, separator: '-' | '_' = '-'): string {
  return `${kind}${separator}${crypto.randomUUID().replaceAll('-', '')}`;
}

/** Seconds since 1970. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
