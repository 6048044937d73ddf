import { readCompanionId } from '../../engine/companion/companion-model.ts';
import type { ChatEngine } from '../../engine/chat/chat-engine.ts';
import type { DiffusionEngine } from '../../engine/diffusion/diffusion-engine.ts';
import type { SpeechEngine } from '../../engine/speech/speech-engine.ts';
import type { CompanionLink } from '../../engine-client/companion/companion-link.ts';

/** What a companion does of the work of these engines, once it is asked for some. */
interface Reached<Part extends keyof CompanionLink> {
  open(): Promise<Pick<CompanionLink, Part>>;
}

/** Has the companion answer for its own models, and the engine of this page for all others. */
export function routeChat(local: ChatEngine, { open }: Reached<'chat'>): ChatEngine {
  return {
    load: (choice, signal) => local.load(choice, signal),
    async *generate(request, signal) {
      const model = readCompanionId(request.model);
      if (model === undefined) return yield* local.generate(request, signal);
      const { chat } = await open();
      yield* chat.generate({ ...request, model }, signal);
    },
  };
}

/** The same for pictures; what else an engine of pictures does is done here. */
export function routeDrawing<Engine extends Pick<DiffusionEngine, 'generate'>>(
  local: Engine,
  { open }: Reached<'diffusion'>,
): Engine {
  return {
    ...local,
    async *generate(request, signal) {
      const model = readCompanionId(request.model);
      if (model === undefined) return yield* local.generate(request, signal);
      const { diffusion } = await open();
      yield* diffusion.generate({ ...request, model }, signal);
    },
  };
}

/** The same for speech; sound is written as files here. */
export function routeSpeech<Engine extends Pick<SpeechEngine, 'synthesize'>>(
  local: Engine,
  { open }: Reached<'speech'>,
): Engine {
  return {
    ...local,
    async *synthesize(request, signal) {
      const model = readCompanionId(request.model);
      if (model === undefined) return yield* local.synthesize(request, signal);
      const { speech } = await open();
      yield* speech.synthesize({ ...request, model }, signal);
    },
  };
}
