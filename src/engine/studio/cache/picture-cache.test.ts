import { describePictureCache } from './picture-cache.contract.ts';
import { createMemoryPictureCache } from './picture-cache.ts';

describePictureCache('memory', (mostBytes) => Promise.resolve(createMemoryPictureCache(mostBytes)));
