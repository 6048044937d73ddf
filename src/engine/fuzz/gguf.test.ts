import { it } from 'vitest';
import { compileGgufTemplate } from '../chat/gguf/gguf-template.ts';
import { writeTinyLlama } from '../chat/gguf/tiny-llama.fixture.ts';
import { checkGguf, fitContext } from '../models/gguf/check-gguf.ts';
import { writeGgufEmbeddingManifest, writeGgufManifest } from '../models/gguf/gguf-manifest.ts';
import { readGgufHeader } from '../models/gguf/read-gguf-header.ts';
import { findModels, openFolderHub } from '../models/hub/folder-hub.ts';
import { estimateMemory } from '../models/load/estimate-memory.ts';
import { manifestSchema } from '../models/manifest.ts';
import { describeRepository } from '../repositories/describe-repository.ts';
import { corruptBytes } from './corrupt-bytes.fixture.ts';
import { fuzz } from './fuzz.fixture.ts';
import { inventHeaders, inventLies } from './gguf-headers.fixture.ts';

/** A header takes a moment, and little beside itself. */
const LIMITS = { runs: 400, cpuMs: 1000, memoryBytes: 192 * 2 ** 20 };

const place = {
  ...{ id: 'o/n', title: 'N', repository: 'o/n', revision: 'main' },
  variants: [{ dtype: 'Q4_0' as const, files: [{ path: 'n-Q4_0.gguf', sizeBytes: 9 }] }],
};

/** Whatever is made of a header is made of sound parts. */
async function useHeader(file: Blob): Promise<void> {
  const header = await readGgufHeader(file, true);
  const chat = writeGgufManifest(header, place, 8192);
  for (const manifest of [chat, writeGgufEmbeddingManifest(header, place)])
    if (manifest) manifestSchema.parse(manifest);
  estimateMemory(chat, 'Q4_0');
  fitContext(header.layout, file.size, 2 ** 32, chat.contextLength, 'It');
  compileGgufTemplate(header)([{ role: 'user', content: 'Hello' }]);
  checkGguf(header, file.size, 'It');
}

/** What dropping the file does. */
async function describeDropped(body: Blob): Promise<void> {
  const [model] = findModels([{ path: 'model.gguf', body }]);
  if (!model) return;
  const hub = await openFolderHub(model, new AbortController().signal, () => undefined);
  manifestSchema.parse(await describeRepository(hub, model.repository));
}

it('makes sound models of whatever a GGUF file says, or refuses it', async () => {
  await fuzz(inventHeaders(), useHeader, LIMITS);
  await fuzz(inventHeaders(), describeDropped, LIMITS);
});

it('believes no length and no count of a GGUF file', async () => {
  await fuzz(inventLies(), useHeader, LIMITS);
  await fuzz(inventLies(), describeDropped, LIMITS);
});

it('reads a damaged GGUF file, or refuses it', async () => {
  const whole = new Uint8Array(await writeTinyLlama().arrayBuffer());
  const start = whole.slice(0, 12_000);
  await fuzz(corruptBytes([start]), (bytes) => useHeader(new Blob([bytes])), LIMITS);
  await fuzz(corruptBytes([whole]), (bytes) => describeDropped(new Blob([bytes])));
});
