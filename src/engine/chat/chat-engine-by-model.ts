import { EngineError } from '../errors.ts';
import type { EngineHost } from '../host.ts';
import type { ChatManifest } from '../models/manifest.ts';
import type { ChatEngine } from './chat-engine.ts';

/**
 * Several engines as one: each request goes to the engine that its model's manifest names; one for
 * a model that is not installed goes to the first.
 */
export function createChatEngineByModel(
  host: EngineHost,
  engines: Readonly<Partial<Record<ChatManifest['engine'], () => ChatEngine>>>,
): ChatEngine {
  const made = new Map<ChatManifest['engine'], ChatEngine>();
  async function find(model: string): Promise<ChatEngine> {
    const manifest = (await host.findModel(model))?.manifest;
    const name = manifest && manifest.task === 'chat' ? manifest.engine : 'transformers';
    const engine = made.get(name) ?? engines[name]?.();
    if (!engine)
      throw new EngineError('not_supported', `${model} does not run here. It is made for ${name}.`);
    made.set(name, engine);
    return engine;
  }
  return {
    load: async (choice, signal) => (await find(choice.model)).load(choice, signal),
    async *generate(request, signal) {
      yield* (await find(request.model)).generate(request, signal);
    },
  };
}
