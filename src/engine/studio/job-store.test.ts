import { describeJobStore } from './job-store.contract.ts';
import { createMemoryJobStore } from './job-store.ts';

describeJobStore('memory', async () => createMemoryJobStore());
