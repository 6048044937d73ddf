/** The key that a request was sent with, whether it is one or not. */
export function readKey({ headers }: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
}
