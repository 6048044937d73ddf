import { listModels } from '../../engine-client/models/list-models.ts';
import { listOffers } from '../../engine-client/models/list-offers.ts';
import { SCREENS } from '../../engine/screens.ts';
import type { StudioAction } from '../../engine/studio-actions.ts';
import { navigate } from '../address.ts';
import { chooseVoiceFor } from '../models/model-readiness.ts';
import type { PaletteEntry } from './palette-search.ts';
import { revealSection } from '../reveal-section.ts';
import type { Studio } from '../studio.ts';

/** Entries of one kind. */
export interface PaletteGroup {
  title: string;
  entries(): Iterable<PaletteEntry>;
}

/** What an entry can ask of the app. */
export interface PaletteActions {
  perform(action: StudioAction): void;
  openPicture(id: string): void;
}

const ACTIONS: readonly { action: StudioAction; title: string; words?: string }[] = [
  { action: 'new-chat', title: 'New chat', words: 'conversation write' },
  ...SCREENS.map(({ id, title }) => ({
    action: `open:${id}` as const,
    title: `Go to ${title}`,
    ...(id === 'companion' && { words: 'admin manage server nodes queue keys log' }),
  })),
  { action: 'open:device', title: 'Show device and memory', words: 'gpu unload' },
  { action: 'open:shortcuts', title: 'Keyboard shortcuts', words: 'keys' },
];

/** The rows of the settings, with other words for them. */
const SETTINGS: readonly { title: string; words: string }[] = [
  { title: 'Theme', words: 'dark light appearance' },
  { title: 'Where models run', words: 'device gpu processor webgpu wasm' },
  { title: 'GPU check', words: 'numbers driver' },
  { title: 'Models and voice', words: 'default choose speech chat images' },
  { title: 'Companion', words: 'server address key remote computer gpu network' },
  { title: 'Storage', words: 'disk space keep data' },
  { title: 'Content Credentials', words: 'c2pa sign signature provenance key origin' },
  { title: 'Backup', words: 'save restore export import everything zip' },
  { title: 'Where models come from', words: 'hub mirror hugging face server' },
  { title: 'Keyboard', words: 'shortcuts' },
  { title: 'Privacy', words: 'licences offline' },
  { title: 'Other sites', words: 'embed allow revoke permission frame' },
  { title: 'For developers', words: 'api openai fetch requests' },
  { title: 'Delete everything', words: 'clear remove reset' },
];

/** All that can be found, by kind. Nothing is collected before it is asked for. */
export function listGroups(
  studio: Studio,
  { perform, openPicture }: PaletteActions,
): readonly PaletteGroup[] {
  const { chatStore, library, speechStore, settings } = studio;
  const { change } = settings.getState();
  return [
    {
      title: 'Actions',
      *entries() {
        for (const { action, ...entry } of ACTIONS)
          yield { ...entry, key: action, run: () => perform(action) };
        for (const theme of ['light', 'dark', 'system'] as const)
          yield {
            key: theme,
            title: `Theme: ${theme === 'system' ? 'match system' : theme}`,
            run: () => change({ theme }),
          };
      },
    },
    {
      title: 'Conversations',
      *entries() {
        for (const { id, title } of chatStore.getState().conversations ?? [])
          yield { key: id, title, run: () => navigate(`/chat/${id}`) };
      },
    },
    {
      title: 'Pictures',
      *entries() {
        for (const { id, parameters, width, height } of library.state.getState().pictures ?? [])
          yield {
            key: id,
            title: parameters.prompt || 'Picture without a prompt',
            detail: `${width} × ${height}`,
            run: () => openPicture(id),
          };
      },
    },
    {
      title: 'Readings',
      *entries() {
        for (const { id, title } of speechStore.getState().readings ?? [])
          yield {
            key: id,
            title,
            run() {
              navigate('/speech');
              void speechStore.getState().openReading(id);
            },
          };
      },
    },
    { title: 'Models', entries: () => listModelEntries(studio) },
    { title: 'Voices', entries: () => listVoiceEntries(studio) },
    {
      title: 'Settings',
      *entries() {
        for (const { title, words } of SETTINGS)
          yield {
            key: title,
            title,
            words,
            run() {
              navigate('/settings');
              revealSection(title);
            },
          };
      },
    },
  ];
}

function* listModelEntries({ models, modelsStore, companion }: Studio): Generator<PaletteEntry> {
  const state = models.state.getState();
  const { installed } = state;
  const { catalog, mirrored } = listOffers(state);
  const seen = new Set<string>();
  function show(words: string): void {
    modelsStore.getState().find({ words });
    navigate('/models');
  }
  for (const { id, title, summary } of [
    ...(installed ?? []).map(({ manifest }) => manifest),
    ...catalog,
    ...mirrored,
  ]) {
    if (seen.has(id)) continue;
    seen.add(id);
    yield { key: id, title, words: `${summary} ${id}`, run: () => show(title) };
  }
  for (const { id, title, name } of companion.state.getState().models)
    yield { key: id, title, detail: 'On your companion', words: name, run: () => show(name) };
}

/** The voices of models that are here or on the companion: to choose one is to use it. */
function* listVoiceEntries({ models, companion, settings }: Studio): Generator<PaletteEntry> {
  const remote = companion.state
    .getState()
    .models.map((model) => ({ ...model, title: `${model.title} on your companion` }));
  for (const { id: model, title, voices = [] } of [
    ...listModels(models.state.getState(), 'speech').here,
    ...remote,
  ]) {
    for (const { id, name, language } of voices)
      yield {
        key: `${model} ${id}`,
        title: name,
        detail: `${language} · ${title}`,
        words: `${language} ${title} voice`,
        run() {
          const present = settings.getState();
          present.change(chooseVoiceFor(present, model, id));
          navigate('/speech');
        },
      };
  }
}
