import { resolve } from 'node:path';
import { openInstalledModels } from '../../server/installed-models.ts';
import type { SpeechManifest } from '../../src/engine/models/manifest.ts';
import type { Speaker } from './studio-runner.ts';

type SpeechEngineName = SpeechManifest['engine'];

const FAMILIES: Readonly<Record<SpeechEngineName, string>> = {
  flite: 'Flite',
  kokoro: 'Kokoro',
  piper: 'Piper',
  kitten: 'KittenTTS',
  supertonic: 'Supertonic',
};

/** Who speaks for a family of voices: the first English voice of its first model that is here. */
export interface FamilySpeaker extends Speaker {
  /** Family, model and voice, for people. */
  title: string;
}

export interface FoundFamilies {
  speakers: readonly FamilySpeaker[];
  /** Families none of whose weights are here. */
  missing: readonly string[];
}

/** The small graphs of the tests, which say nothing of how fast their family is. */
const isMadeForTests = ({ id }: SpeechManifest) => id.startsWith('tiny/');

/** Looks for each family among the built-in models and those in some folders. */
export async function findFamilies(folders: readonly string[]): Promise<FoundFamilies> {
  const models = openInstalledModels({ folders, starterFolder: resolve('public/starter') });
  const voices = (await models.list()).flatMap(({ manifest }) =>
    manifest.task === 'speech' && !isMadeForTests(manifest) ? [manifest] : [],
  );
  const engines = Object.keys(FAMILIES) as SpeechEngineName[];
  const find = (name: SpeechEngineName) => voices.find(({ engine }) => engine === name);
  return {
    speakers: engines.flatMap((engine) => {
      const manifest = find(engine);
      return manifest ? [chooseSpeaker(manifest)] : [];
    }),
    missing: engines.filter((engine) => !find(engine)).map((engine) => FAMILIES[engine]),
  };
}

function chooseSpeaker({ id, title, engine, voices }: SpeechManifest): FamilySpeaker {
  const voice = voices.find(({ language }) => language.startsWith('en')) ?? voices[0];
  const family = FAMILIES[engine];
  const model = title.startsWith(family) ? title : `${family}, ${title}`;
  return { title: `${model}, ${voice?.name ?? ''}`, model: id, voice: voice?.id ?? '' };
}
