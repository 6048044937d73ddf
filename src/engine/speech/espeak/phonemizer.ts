import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import type { ModelManifest } from '../../models/manifest.ts';
import { readStoredFile } from '../../models/store/read-stored-file.ts';
import { instantiateWasi, readText, writeText } from '../wasm/wasi.ts';

/** What native/espeak-ng/phonemize.c exports. */
interface EspeakExports {
  espeak_start(): number;
  espeak_allocate(bytes: number): number;
  espeak_free(pointer: number): void;
  espeak_set_language(name: number): number;
  espeak_phonemize(text: number): number;
}

/** Where eSpeak NG reads a word as another language's: "(^e^n)" before it, "(^f^r)" after it. */
const LANGUAGE_MARK = /\([\^a-z\d-]+\)/g;

/**
 * Text to IPA. Letters of one phoneme are tied with `^`; clauses are divided by a line feed, words
 * by spaces.
 */
export interface Phonemizer {
  /** `language`: as the phonemizer's manifest names them. Throws `language_not_supported`. */
  phonemize(text: string, language: string): string;
}

/**
 * Starts eSpeak NG, a program of its own under the GPL, from the host's files. Throws
 * `not_supported` if it is not installed, `weights_damaged` if its files are.
 */
export async function loadPhonemizer(host: EngineHost, modelId: string): Promise<Phonemizer> {
  const installed = await host.findModel(modelId);
  if (!installed)
    throw new EngineError(
      'not_supported',
      'This voice needs eSpeak NG, which is not on this device. Download it in Models, or choose another voice.',
      { details: { model: modelId } },
    );
  host.noteUse?.(modelId);
  const { manifest } = installed;
  const paths = [...manifest.files, ...manifest.variants.flatMap(({ files }) => files)].map(
    ({ path }) => path,
  );
  const program = paths.find((path) => path.endsWith('.wasm')) ?? '';
  const { exports } = await instantiateWasi<EspeakExports>(
    await readStoredFile(host, manifest, program),
    await readData(host, manifest, paths),
  );
  if (exports.espeak_start() !== 0)
    throw new EngineError(
      'weights_damaged',
      `${manifest.title} does not start with the stored files`,
    );
  return createPhonemizer(exports);
}

async function readData(host: EngineHost, manifest: ModelManifest, paths: readonly string[]) {
  const data = paths.filter((path) => path.startsWith('data/'));
  const files = data.map(
    async (path) => [`/${path}`, await readStoredFile(host, manifest, path)] as const,
  );
  return new Map(await Promise.all(files));
}

function createPhonemizer(
  exports: Awaited<ReturnType<typeof instantiateWasi<EspeakExports>>>['exports'],
): Phonemizer {
  let current = '';
  const withText = <R>(text: string, use: (pointer: number) => R): R => {
    const pointer = writeText(exports.memory, exports.espeak_allocate, text);
    try {
      return use(pointer);
    } finally {
      exports.espeak_free(pointer);
    }
  };
  function setLanguage(language: string): void {
    if (language === current) return;
    // If asked for a missing language, eSpeak NG keeps none at all.
    current = '';
    if (withText(language, exports.espeak_set_language) !== 0)
      throw new EngineError(
        'language_not_supported',
        `eSpeak NG has no phonemes for "${language}".`,
        {
          details: { language },
        },
      );
    current = language;
  }
  return {
    phonemize(text, language) {
      setLanguage(language);
      const ipa = withText(text, (pointer) =>
        readText(exports.memory, exports.espeak_phonemize(pointer)),
      );
      return ipa.replace(LANGUAGE_MARK, '');
    },
  };
}
