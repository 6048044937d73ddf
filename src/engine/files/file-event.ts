/** What a job reports while it reads a file and, once at its end, the result. */
export type FileEvent<R> =
  /** `total`: in the same unit as `done`, such as pages. */
  { type: 'file-progress'; done: number; total: number } | { type: 'file-end'; result: R };
