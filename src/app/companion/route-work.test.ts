import { expect, it } from 'vitest';
import type { ChatEngine, ChatEvent } from '../../engine/chat/chat-engine.ts';
import { routeChat } from './route-work.ts';

const said = (text: string) =>
  async function* ({ model }: { model: string }): AsyncGenerator<ChatEvent> {
    yield { type: 'text-delta', text: `${text} ${model}`, tokens: [] };
  };

it('asks each model where it is, and opens the companion for its own alone', async () => {
  const diffusion = {
    generate: () => {
      throw new Error('not asked');
    },
  };
  let opened = 0;
  const local: ChatEngine = { load: () => Promise.reject(new Error()), generate: said('here') };
  const chat = routeChat(local, {
    open: async () => {
      opened++;
      return {
        use: async () => {},
        check: async () => {},
        chat: { generate: said('there') },
        diffusion,
        administer: () => {
          throw new Error('not asked');
        },
      };
    },
  });
  const ask = async (model: string) => {
    const request = { model, messages: [{ role: 'user' as const, content: 'x' }] };
    for await (const event of chat.generate(request, new AbortController().signal))
      return event.type === 'text-delta' ? event.text : '';
    return '';
  };
  expect(await ask('Qwen/Qwen3-8B')).toBe('here Qwen/Qwen3-8B');
  expect(opened).toBe(0);
  expect(await ask('companion:Qwen/Qwen3-8B')).toBe('there Qwen/Qwen3-8B');
});
