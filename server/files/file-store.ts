/** Where results lie that are too large for a queue. Every process that shares a queue must see the same one. */
export interface FileStore {
  /**
   * Returns when the bytes would outlive the end of this process. Replaces what has the name, which one
   * writes at a time.
   */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Removing what is not there is fine. */
  remove(name: string): Promise<void>;
}

const SAFE_NAME = /^[\w-][\w.-]{0,199}$/;

/** Throws an Error for a name that could lead elsewhere. */
export function checkName(name: string): string {
  if (SAFE_NAME.test(name)) return name;
  throw new Error(`"${name.slice(0, 64)}" is not the name of a stored file.`);
}
