import { EngineError } from '../../errors.ts';
import type { EngineHost } from '../../host.ts';
import { PHONEME_LANGUAGES } from '../../models/catalog.ts';
import { listParts, type ModelManifest } from '../../models/manifest.ts';
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
 * Starts eSpeak NG, a program of its own under the GPL, from the host's files, with the data of
 * `language` where that is stored apart. Throws `not_supported` if it is not installed,
 * `weights_damaged` if its files are, `language_not_supported` if the language's data is not here.
 */
export async function loadPhonemizer(
  host: EngineHost,
  modelId: string,
  language?: string,
): Promise<Phonemizer> {
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
    new Map([
      ...(await readData(host, manifest, paths)),
      ...(language ? await readLanguage(host, manifest, language) : []),
    ]),
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

/** The files of a language that the program's own data lacks. */
async function readLanguage(
  host: EngineHost,
  program: ModelManifest,
  language: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (program.task === 'phonemes' && program.languages.includes(language)) return new Map();
  const installed = await host.findModel(PHONEME_LANGUAGES);
  const part = installed && listParts(installed.manifest).find(({ id }) => id === language);
  if (!part || (installed.voices && !installed.voices.includes(language)))
    throw new EngineError(
      'language_not_supported',
      part || !installed
        ? `The phoneme data of ${nameOf(language)} is not on this device. Speak again while you are online, which brings it.`
        : `eSpeak NG has no phonemes for "${language}". Choose another voice.`,
      { details: { language } },
    );
  host.noteUse?.(PHONEME_LANGUAGES);
  return readData(
    host,
    installed.manifest,
    part.files.map(({ path }) => path),
  );
}

const nameOf = (language: string) =>
  new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' }).of(
    language.split('-')[0] ?? language,
  );

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
