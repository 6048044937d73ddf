import type { ApiUnderTest } from '../api-under-test.fixture.ts';
import { startFakeApi } from './ask.fixture.ts';
import { FAKE_CHAT, FAKE_EMBEDDINGS } from './fake-services.fixture.ts';

/** The API over fake engines, asked without any network. */
export async function openFakeApi(): Promise<ApiUnderTest> {
  const { api, record } = startFakeApi();
  return {
    fetch: async (input, init) => api.fetch(new Request(input, init)),
    origin: 'http://fake.test',
    chat: FAKE_CHAT,
    image: 'triptych/stickers',
    speech: 'triptych/flite',
    embeddings: FAKE_EMBEDDINGS,
    canCallTools: true,
    canStartFromPictures: true,
    countRunning: () => record.running,
  };
}
