import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeTinyLlama } from '../../chat/gguf/tiny-llama.fixture.ts';
import { CHAT_ARCHITECTURES } from './architectures.ts';
import { checkGguf, fitContext } from './check-gguf.ts';
import { readGgufHeader } from './read-gguf-header.ts';
import { writeGguf } from './write-gguf.fixture.ts';

describe('a GGUF before it is loaded', () => {
  it('is whole, or was cut anywhere in its weights', async () => {
    const whole = writeTinyLlama();
    const header = await readGgufHeader(whole);
    expect(header.layout).toMatchObject({ layers: 2, hiddenSize: 32, keyValueHeads: 2 });
    checkGguf(header, whole.size, 'Tiny');
    expect(() => checkGguf(header, whole.size - 64, 'Tiny')).toThrow(/cut off after/);
  });

  it.each([
    ['martian', /"martian", is not known/],
    ['nomic-bert', /makes vectors of texts/],
    ['clip', /looks at pictures/],
    ['flux', /draws/],
  ])('of %s is refused in a sentence', async (architecture, sentence) => {
    const header = await readGgufHeader(writeGguf({ 'general.architecture': architecture }));
    expect(() => checkGguf(header, 1e6, 'It')).toThrow(sentence);
  });

  it('that ranks texts is refused in a sentence', async () => {
    const ranker = { 'general.architecture': 'bert', 'bert.pooling_type': 4 };
    const header = await readGgufHeader(writeGguf(ranker));
    expect(() => checkGguf(header, 1e6, 'It')).toThrow(/judges how well texts fit/);
  });

  it('may be too large for the memory, which is said with numbers', () => {
    expect(() => fitContext(undefined, 6e9, 2 ** 32, 4096, 'Large')).toThrow(
      'Large needs 6.3 GB of memory, and WebAssembly has 4.3 GB.',
    );
  });
});

it('knows only architectures that the installed wllama has', async () => {
  const wasm = await readFile('node_modules/@wllama/wllama/esm/wasm/wllama.wasm', 'latin1');
  const missing = [...CHAT_ARCHITECTURES].filter((name) => !wasm.includes(`${name}\0`));
  expect(missing).toEqual([]);
});
