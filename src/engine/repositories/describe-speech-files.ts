import kitten from '../models/catalog/kitten-nano.json' with { type: 'json' };
import supertonic from '../models/catalog/supertonic-3.json' with { type: 'json' };
import { readRepositoryFile, type Hub } from '../models/hub/hub.ts';
import { manifestSchema, type ManifestFile, type SpeechManifest } from '../models/manifest.ts';
import { parseJson } from '../parse-json.ts';
import { kittenConfigSchema } from '../speech/kitten/kitten-config.ts';
import { OFFICIAL_CONFIG } from '../speech/supertonic/official-layout.ts';
import type { ListedRepository } from './listed-repository.ts';
import { titleOfRepository } from './title-of-repository.ts';

/**
 * The manifest of a repository of voices in their makers' own layout, which is known by its files:
 * Supertonic from version 1 to 3, and KittenTTS. `undefined` for any other, or where one of these
 * files is missing.
 */
export async function describeSpeechFiles(
  hub: Hub,
  repository: ListedRepository,
  signal?: AbortSignal,
): Promise<SpeechManifest | undefined> {
  const { files } = repository;
  if (files.has(OFFICIAL_CONFIG)) return describeSupertonic(repository);
  if (files.has('config.json') && files.has('voices.npz'))
    return describeKitten(hub, repository, signal);
  return undefined;
}

/** Languages are in none of its files; the versions are told apart by their names. */
function describeSupertonic(repository: ListedRepository): SpeechManifest | undefined {
  const named = /supertonic(?:-(\d))?$/i.exec(repository.repository);
  const version = named ? (named[1] ?? '1') : LATEST;
  const languages = LANGUAGES[version] ?? supertonic.languages;
  return complete({ ...(supertonic as unknown as SpeechManifest), languages }, repository);
}

/** Version 1 has no number. */
const LATEST = '3';
const LANGUAGES: Readonly<Record<string, string[]>> = {
  '1': ['en'],
  '2': ['en', 'ko', 'es', 'pt', 'fr'],
};

async function describeKitten(
  hub: Hub,
  listed: ListedRepository,
  signal?: AbortSignal,
): Promise<SpeechManifest | undefined> {
  const { repository, revision } = listed;
  const bytes = await readRepositoryFile(hub, repository, revision, 'config.json', signal);
  const config = kittenConfigSchema.safeParse(parseJson(new TextDecoder().decode(bytes))).data;
  if (!config) return undefined;
  // Its name alone tells the 8-bit build from that in 32 bits.
  const isWhole = /fp32/i.test(repository);
  const family = kitten as unknown as SpeechManifest;
  return complete(
    {
      ...family,
      variants: [
        {
          dtype: isWhole ? 'fp32' : 'int8',
          devices: isWhole ? ['webgpu', 'wasm'] : ['wasm'],
          files: [{ path: config.model_file }],
        },
      ],
      voices: family.voices.filter(({ id }) => id in config.voice_aliases),
    },
    listed,
  );
}

/** The family's manifest with the files that this repository has. */
function complete(
  family: SpeechManifest,
  { repository, revision, licence, files }: ListedRepository,
): SpeechManifest | undefined {
  const find = (file: ManifestFile) => files.get(file.path) ?? [];
  const voices = family.voices.flatMap((voice) => {
    const file = files.get(voice.file.path);
    return file ? [{ ...voice, file }] : [];
  });
  const parsed = manifestSchema.safeParse({
    ...family,
    id: repository,
    title: repository === family.repository ? family.title : titleOfRepository(repository),
    repository,
    revision,
    licence: licence ?? family.licence,
    files: family.files.flatMap(find),
    variants: family.variants.map(({ dtype, devices, files: own }) => ({
      dtype,
      ...(devices ? { devices } : {}),
      files: own.flatMap(find),
    })),
    voices,
  }).data;
  const isWhole =
    parsed?.files.length === family.files.length &&
    parsed.variants.every(
      ({ files: own }, index) => own.length === family.variants[index]?.files.length,
    );
  return isWhole && parsed?.task === 'speech' ? parsed : undefined;
}
