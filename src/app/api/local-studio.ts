import { isElsewhere } from '../../engine-client/companion/companion-state.ts';
import { EngineError } from '../../engine/errors.ts';
import type { StudioEngine } from '../../engine/studio/studio-engine.ts';

/**
 * The studio for whoever asks this page: a companion, and the key to it, are the person's own. Throws
 * `model_not_found` for a model that is there.
 */
export function createLocalStudio(studio: StudioEngine): StudioEngine {
  return {
    async analyzeContext(request, signal) {
      refuseElsewhere(request.chatModel);
      refuseElsewhere(request.imageModel);
      return studio.analyzeContext(request, signal);
    },
    async *generatePicture(request, signal) {
      refuseElsewhere(request.model);
      yield* studio.generatePicture(request, signal);
    },
    async *generateBatch(request, signal) {
      refuseElsewhere(request.model);
      yield* studio.generateBatch(request, signal);
    },
  };
}

function refuseElsewhere(model: string | undefined): void {
  if (model === undefined || !isElsewhere(model)) return;
  throw new EngineError('model_not_found', `There is no model "${model}" here.`, {
    details: { param: 'model', model },
  });
}
