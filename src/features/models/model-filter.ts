import type { ModelManifest } from '../../engine/models/manifest.ts';
import type { ModelGroup } from './group-models.ts';

/** Which models are shown. An empty value stands for all. */
export interface ModelFilter {
  /** They have all of these words in name, use, kind or repository, whatever their case. */
  words: string;
  task: keyof typeof TASKS | '';
  size: keyof typeof SIZES | '';
  /** ISO 639. */
  language: string;
  licence: keyof typeof LICENCES | '';
  /** Only those that run on this device, as far as is known. */
  runsHere: boolean;
}

export const NO_FILTER: ModelFilter = {
  words: '',
  task: '',
  size: '',
  language: '',
  licence: '',
  runsHere: false,
};

/** What has to be asked of a device. */
export interface ModelFit {
  /** Of the build for this device; `undefined` if it is not known. */
  sizeBytes: number | undefined;
  runs: boolean;
}

interface Option<T> {
  title: string;
  matches(value: T): boolean;
}

export const TASKS = {
  chat: { title: 'Chat', matches: ({ task }) => task === 'chat' },
  look: {
    title: 'Chat about pictures',
    matches: (manifest) => manifest.task === 'chat' && manifest.capabilities.pictures === true,
  },
  image: { title: 'Images', matches: ({ task }) => task === 'image' || task === 'upscale' },
  speech: { title: 'Speech', matches: ({ task }) => task === 'speech' },
  other: {
    title: 'Tools for pictures and texts',
    matches: ({ task }) => ['preview', 'vision', 'embedding', 'phonemes'].includes(task),
  },
} as const satisfies Record<string, Option<ModelManifest>>;

export const SIZES = {
  small: { title: 'Up to 300 MB', matches: (bytes) => bytes <= 300e6 },
  medium: { title: 'Up to 1 GB', matches: (bytes) => bytes <= 1e9 },
  large: { title: 'Up to 3 GB', matches: (bytes) => bytes <= 3e9 },
} as const satisfies Record<string, Option<number>>;

/** Licences under which anybody may do anything that keeps the licence. */
const OPEN = /^(?:Apache|MIT|BSD|GPL|CC0|CC-BY-\d)/;

export const LICENCES = {
  open: { title: 'Open licence', matches: (licence) => OPEN.test(licence) },
  conditions: { title: 'With conditions', matches: (licence) => !OPEN.test(licence) },
} as const satisfies Record<string, Option<string>>;

/** The models of each group that the filter lets through; groups without any are left out. */
export function filterGroups(
  groups: readonly ModelGroup[],
  filter: ModelFilter,
  fitOf: (manifest: ModelManifest) => ModelFit,
): ModelGroup[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ title, manifests }) => ({
      title,
      manifests: manifests.filter(
        (manifest) => hasWords(manifest, words) && matches(manifest, filter, fitOf(manifest)),
      ),
    }))
    .filter(({ manifests }) => manifests.length > 0);
}

function hasWords({ title, summary, task, id }: ModelManifest, words: readonly string[]): boolean {
  const text = `${title} ${summary} ${task} ${id}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function matches(
  manifest: ModelManifest,
  { task, size, language, licence, runsHere }: ModelFilter,
  { sizeBytes, runs }: ModelFit,
): boolean {
  if (task && !TASKS[task].matches(manifest)) return false;
  if (size && (sizeBytes === undefined || !SIZES[size].matches(sizeBytes))) return false;
  if (licence && !LICENCES[licence].matches(manifest.licence)) return false;
  if (language && !listLanguages(manifest).includes(language)) return false;
  return !runsHere || runs;
}

/** The languages that a model writes or speaks, without regions; none where it has none. */
export function listLanguages(manifest: ModelManifest): string[] {
  const languages = 'languages' in manifest ? (manifest.languages ?? []) : [];
  return [...new Set(languages.map((tag) => (tag.split('-')[0] ?? tag).replace('cmn', 'zh')))];
}

/** Puts first what suits the device, by a rank that is lower for the better; the rest as it was. */
export function orderGroups(
  groups: readonly ModelGroup[],
  rankOf: (manifest: ModelManifest) => number,
): ModelGroup[] {
  return groups.map(({ title, manifests }) => ({
    title,
    manifests: [...manifests].sort((a, b) => rankOf(a) - rankOf(b)),
  }));
}
