import type { ApiServices, EngineState, ServedModel } from '../../api/services.ts';
import { throwIfAborted, whenAborted } from '../../engine/errors.ts';
import { EMBEDDING_MODEL } from '../../engine/models/catalog.ts';
import type { LoadedModel } from '../../engine/models/model-choice.ts';
import { createEmbeddingsClient } from '../../engine-client/embeddings-client.ts';
import type { Observable } from '../../engine-client/observable.ts';
import { CHOSEN_TASKS, ensureInstalled, readChoice } from '../models/model-readiness.ts';
import type { Studio } from '../studio.ts';
import { createLocalStudio } from './local-studio.ts';

/** What the API needs of the studio. */
export type ServingStudio = Pick<
  Studio,
  'chat' | 'diffusion' | 'speech' | 'imageOps' | 'studio' | 'pictures' | 'models' | 'settings'
>;

/**
 * The API's services in a tab: the page's own engines, so that requests wait for their turn and use
 * what is in memory as all other work does. Built-in models are fetched when they are asked for; the
 * settings say where models run.
 */
export function createTabServices(studio: ServingStudio, version: string): ApiServices {
  const { chat, diffusion, speech, imageOps, pictures, models, settings } = studio;
  const embeddings = createEmbeddingsClient((model) => ensureInstalled(models, model));
  const withDevice = <R extends object>(request: R) => ({
    device: settings.getState().device,
    ...request,
  });
  return {
    home: 'tab',
    version,
    listModels: () => listServed(studio),
    chat: {
      generate: (request, signal) =>
        onceInstalled(
          studio,
          request,
          () => chat.generate(withDevice(request), signal),
          signal,
          chat.resident,
        ),
    },
    diffusion: {
      generate: (request, signal) =>
        onceInstalled(
          studio,
          request,
          () => diffusion.generate(withDevice(request), signal),
          signal,
          diffusion.resident,
        ),
    },
    speech: {
      synthesize: (request, signal) =>
        onceInstalled(
          studio,
          request,
          () => speech.synthesize(withDevice(request), signal),
          signal,
        ),
    },
    embeddings: {
      listModels: async () => [EMBEDDING_MODEL],
      embed: (request, signal) => embeddings.embed(request, signal),
    },
    imageOps,
    studio: createLocalStudio(studio.studio),
    async decodePicture(file, signal) {
      const pixels = await Promise.race([pictures.decode(file), whenAborted(signal)]);
      throwIfAborted(signal);
      return pixels;
    },
    engineStates: () => ({
      chat: stateOf(chat.resident),
      images: stateOf(diffusion.resident),
      speech: stateOf(speech.resident),
      'image-ops': 'idle',
      embeddings: 'idle',
    }),
  };
}

const stateOf = ({ getState }: Observable<unknown>): EngineState =>
  getState() === null ? 'idle' : 'ready';

/**
 * The models that are here and those that come with the program; of each task the chosen one first.
 * Every request asks for them: they are listed as last read, and read again for the next one.
 */
async function listServed({ models, settings }: ServingStudio): Promise<readonly ServedModel[]> {
  const known = models.state.getState().installed;
  const reading = models.readInstalled();
  if (known) void reading.catch(() => undefined);
  const installed = known ?? (await reading);
  const here = new Set(installed.map(({ manifest }) => manifest.id));
  const { catalog } = models.state.getState();
  const all: ServedModel[] = [
    ...installed.map(({ manifest, installedAt }) => ({ manifest, installedAt, home: 'local' })),
    ...catalog
      .filter(({ id, origin }) => origin === 'built-in' && !here.has(id))
      .map((manifest) => ({ manifest, installedAt: 0, home: 'local' })),
  ];
  const chosen = CHOSEN_TASKS.map((task) => readChoice(settings.getState(), task).model);
  const isChosen = ({ manifest }: ServedModel) => chosen.includes(manifest.id);
  return [...all.filter(isChosen), ...all.filter((model) => !isChosen(model))];
}

/**
 * Works once the model is here, with its voices; see `ensureInstalled`. What is in memory already
 * is not looked for, where the caller says what that is.
 */
async function* onceInstalled<E>(
  { models }: ServingStudio,
  { model, voice = '' }: { model: string; voice?: string },
  start: () => AsyncIterable<E>,
  signal: AbortSignal,
  resident?: Observable<Pick<LoadedModel, 'model'> | null>,
): AsyncGenerator<E> {
  // Whoever stops waiting for it leaves it to arrive.
  if (resident?.getState()?.model !== model)
    await Promise.race([ensureInstalled(models, model, voice), whenAborted(signal)]);
  yield* start();
}
