import { inspectPicture } from '../../engine/image-ops/inspect/inspect-picture.ts';
import { engine as imageOps } from '../../engine/image-ops/test-pictures.fixture.ts';
import { decodePng } from '../../engine/images/png.ts';
import {
  BUILT_IN_IMAGE_MODEL,
  BUILT_IN_SPEECH_MODEL,
  CATALOG,
} from '../../engine/models/catalog.ts';
import { writeChatManifest } from '../../engine/models/chat-manifest.fixture.ts';
import { analyzeContext } from '../../engine/studio/brief/analyze-context.ts';
import { generateBatch } from '../../engine/studio/batch/generate-batch.ts';
import { generatePicture } from '../../engine/studio/stages/generate-picture.ts';
import { selectModel } from '../../engine/studio/stages/select-model.ts';
import type { ApiServices } from '../services.ts';
import { createFakeChat } from './fake-chat.fixture.ts';
import { createFakeDiffusion } from './fake-diffusion.fixture.ts';
import { createFakeRecord, type FakeRecord } from './fake-record.fixture.ts';
import { createFakeSpeech } from './fake-speech.fixture.ts';

export const FAKE_CHAT = 'fake/chat';

/** A chat model that takes pictures. */
export const FAKE_EYES = 'fake/eyes';

export const FAKE_EMBEDDINGS = 'fake/embeddings';

/** When the fake models were installed. */
const INSTALLED_AT = Date.UTC(2026, 0, 1);

/** Engines without models, and the true one for operations on pictures. */
export function createFakeServices(): ApiServices & { record: FakeRecord } {
  const record = createFakeRecord();
  const manifests = [
    writeChatManifest({ id: FAKE_CHAT, repository: FAKE_CHAT }),
    writeChatManifest({
      id: FAKE_EYES,
      repository: FAKE_EYES,
      capabilities: { guide: false, pictures: true },
    }),
    ...CATALOG.filter(({ id }) => id === BUILT_IN_IMAGE_MODEL || id === BUILT_IN_SPEECH_MODEL),
  ];
  const diffusion = createFakeDiffusion(record);
  const engines = { diffusion, imageOps, listInstalled: () => Promise.resolve(manifests) };
  return {
    record,
    home: 'server',
    version: '1.2.3',
    listModels: async () =>
      manifests.map((manifest) => ({ manifest, home: 'local', installedAt: INSTALLED_AT })),
    chat: createFakeChat(record),
    diffusion,
    speech: createFakeSpeech(record),
    imageOps,
    studio: {
      analyzeContext: async (request, signal) =>
        analyzeContext(request, { image: selectModel({}, manifests) }, signal),
      generatePicture: (request, signal) => generatePicture(request, engines, signal),
      generateBatch: (request, signal) => generateBatch(request, engines, signal),
    },
    async decodePicture(file) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      inspectPicture(bytes);
      return decodePng(bytes);
    },
    embeddings: {
      listModels: async () => [FAKE_EMBEDDINGS, FAKE_CHAT],
      embed: async ({ model, texts }) => ({
        vectors: texts.map((text) =>
          Float32Array.of(text.length / 8, 0.5, 0, model === FAKE_CHAT ? 1 : -1),
        ),
        tokens: texts.join(' ').split(' ').length,
      }),
    },
    engineStates: () => ({
      chat: 'ready',
      images: 'idle',
      speech: 'idle',
      'image-ops': 'ready',
      embeddings: 'idle',
    }),
  };
}
