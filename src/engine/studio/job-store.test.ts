import { describeMovableJobStore } from './job-store.contract.ts';
import { createMemoryJobStore } from './job-store.ts';

describeMovableJobStore('memory', async () => createMemoryJobStore());
