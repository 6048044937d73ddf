/** What a completed job returns, in BullMQ's words. */
export interface ReturnedResult {
  name: string;
  bytes: number;
}

/** Earlier versions returned the name alone. */
export function parseReturned(value: ReturnedResult | string): ReturnedResult {
  return typeof value === 'string' ? { name: value, bytes: 0 } : value;
}
