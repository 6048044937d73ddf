import type { ChatManifest } from './manifest.ts';

/** A chat model that nobody published, of one small build, changed as a test needs it. */
export function writeChatManifest(changes: Partial<ChatManifest> = {}): ChatManifest {
  return {
    id: 'some/model',
    title: 'Some model',
    summary: '',
    task: 'chat',
    engine: 'transformers',
    origin: 'hub',
    repository: 'some/model',
    revision: 'main',
    licence: 'MIT',
    contextLength: 100,
    files: [],
    variants: [{ dtype: 'q4', files: [{ path: 'onnx/model_q4.onnx' }] }],
    capabilities: { guide: false },
    defaults: { maxTokens: 16, temperature: 0, topP: 1 },
    ...changes,
  };
}
