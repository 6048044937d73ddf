/** The API of the tab: the built studio in Chromium, asked through its service worker. */
import { describeApi } from '../../src/api/api.contract.ts';
import type { ApiUnderTest } from '../../src/api/api-under-test.fixture.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
  EMBEDDING_MODEL,
} from '../../src/engine/models/catalog.ts';
import { openStudio } from '../demo/studio-session.ts';
import { fetchInPage } from './fetch-in-page.ts';
import { startServiceWorker } from './start-service-worker.ts';

async function openTab(): Promise<ApiUnderTest> {
  const { page, close } = await openStudio([]);
  await startServiceWorker(page);
  return {
    fetch: fetchInPage(page),
    origin: new URL(page.url()).origin,
    chat: BUILT_IN_CHAT_MODEL,
    image: BUILT_IN_IMAGE_MODEL,
    speech: BUILT_IN_SPEECH_MODEL,
    embeddings: EMBEDDING_MODEL,
    canCallTools: false,
    canStartFromPictures: false,
    close,
  };
}

describeApi('the tab in Chromium', openTab);
