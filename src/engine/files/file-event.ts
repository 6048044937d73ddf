/** What a job tells while it reads a file, and at its end once what it has read. */
export type FileEvent<R> =
  /** `total`: in the same unit as `done`, such as pages. */
  { type: 'file-progress'; done: number; total: number } | { type: 'file-end'; result: R };
