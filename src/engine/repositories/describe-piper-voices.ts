import { z } from 'zod';
import piper, { describePiperVoice } from '../models/catalog/piper.ts';
import { readRepositoryJson, type Hub } from '../models/hub/hub.ts';
import { manifestSchema, type ModelManifest } from '../models/manifest.ts';
import type { ListedRepository } from './listed-repository.ts';

/** Of the list of voices that lies in the repository, what their names do not tell. */
const listSchema = z.record(z.string(), z.object({ num_speakers: z.int().default(1) }));

/** `en/en_US/libritts/high/en_US-libritts-high.onnx`, or the file alone. */
const VOICE_FILE = /(?:^|\/)([a-z]{2,3}_[A-Z]{2}-[^/-]+-(?:x_low|low|medium|high))\.onnx$/;

/**
 * The manifest of a repository of Piper voices, known by graphs that are named as Piper's are and
 * have their settings beside them; `undefined` for any other. Voices that Triptych does not know are
 * taken in as well.
 */
export async function describePiperVoices(
  hub: Hub,
  { repository, revision, licence, files }: ListedRepository,
  signal?: AbortSignal,
): Promise<ModelManifest | undefined> {
  const graphs = [...files.values()].flatMap((file) => {
    const [, key] = VOICE_FILE.exec(file.path) ?? [];
    const config = files.get(`${file.path}.json`);
    return key && config ? [{ key, file, config }] : [];
  });
  if (graphs.length === 0) return undefined;
  const listed = await readList(hub, { repository, revision, files }, signal);
  const known = new Map(piper.voices.map((voice) => [voice.id, voice]));
  const order = [...known.keys()];
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const voices = graphs
    .sort((a, b) => rank(a.key) - rank(b.key))
    .map(({ key, file, config }) => ({
      ...describePiperVoice(key, listed[key]?.num_speakers ?? known.get(key)?.speakers),
      file,
      config,
    }));
  const list = files.get('voices.json');
  return manifestSchema.parse({
    ...piper,
    id: repository,
    title: repository === piper.repository ? piper.title : repository,
    repository,
    revision,
    licence: repository === piper.repository ? piper.licence : (licence ?? 'see its model card'),
    variants: piper.variants.map((variant) => ({
      ...variant,
      files: list ? [list] : variant.files,
    })),
    voices,
    languages: [...new Set(voices.map(({ language }) => language))],
  });
}

/** A list that cannot be read takes no voice away. */
async function readList(
  hub: Hub,
  { repository, revision, files }: Omit<ListedRepository, 'licence'>,
  signal?: AbortSignal,
): Promise<z.infer<typeof listSchema>> {
  if (!files.has('voices.json')) return {};
  const reading = readRepositoryJson(hub, repository, revision, 'voices.json', listSchema, signal);
  return reading.catch(() => {
    signal?.throwIfAborted();
    return {};
  });
}
