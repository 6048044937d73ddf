/** Runs the TypeScript that `workerData` names on this thread: unlike processes, threads take no `--import` for it. */
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData);
