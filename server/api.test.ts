import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeApi } from '../src/api/api.contract.ts';
import { describeOfficialClients } from '../src/api/official-clients.contract.ts';
import type { ApiUnderTest } from '../src/api/api-under-test.fixture.ts';
import {
  BUILT_IN_CHAT_MODEL,
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
  EMBEDDING_MODEL,
} from '../src/engine/models/catalog.ts';
import { readSettings } from './config.ts';
import { openServer } from './open-server.ts';

async function openRealServer(): Promise<ApiUnderTest> {
  const data = await mkdtemp(join(tmpdir(), 'triptych-api-'));
  const settings = readSettings({
    TRIPTYCH_PORT: '0',
    TRIPTYCH_MODELS: '',
    TRIPTYCH_DATA: data,
  });
  const { url, close } = await openServer(settings, () => {});
  return {
    fetch: globalThis.fetch,
    origin: url,
    chat: BUILT_IN_CHAT_MODEL,
    image: BUILT_IN_IMAGE_MODEL,
    speech: BUILT_IN_SPEECH_MODEL,
    embeddings: EMBEDDING_MODEL,
    canCallTools: false,
    canStartFromPictures: false,
    canWriteOpus: true,
    close: async () => {
      await close();
      await rm(data, { recursive: true });
    },
  };
}

describeApi('the server with the built-in models', openRealServer);
describeOfficialClients('the server with the built-in models', openRealServer);
