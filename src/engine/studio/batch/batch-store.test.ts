import { describeBatchStore } from './batch-store.contract.ts';
import { createMemoryBatchStore } from './batch-store.ts';

describeBatchStore('memory', async (now) => createMemoryBatchStore(now));
